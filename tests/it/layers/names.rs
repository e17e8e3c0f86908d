//! The paths that a file names, each as an absolute one.
//!
//! Reads `use` trees, paths in the middle of code, attributes, inline modules and `super`. What stands under
//! `#[cfg(test)]` is marked. It knows no table: `layers` judges.

use super::tokens::{Kind, Token, tokens};

/// What a file names.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The paths, in order.
    pub(super) named: Vec<Named>,
    /// The strings, in order.
    pub(super) texts: Vec<(usize, String)>,
    /// The modules in other files that are for tests only.
    pub(super) test_modules: Vec<Vec<String>>,
}

/// A path that is named.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The line it begins on.
    pub(super) line: usize,
    /// Where it leads.
    pub(super) path: Place,
}

/// Where a path leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Into this crate, from its root. Empty for the crate as a whole, and for everything in it (`crate::*`).
    Here(Vec<String>),
    /// Somewhere else, or to something in scope.
    There(Vec<String>),
}

/// Finds what a file names outside of tests; `module` is the file's own path from the crate's root.
pub(super) fn names(text: &str, module: &[String]) -> Names {
    let tokens = tokens(text);
    let mut names = Names::default();
    Reader { names: &mut names }.walk(&tokens, module);
    names
}

struct Reader<'n> {
    names: &'n mut Names,
}

impl Reader<'_> {
    fn walk(&mut self, tokens: &[Token<'_>], module: &[String]) {
        let mut at = 0;
        while at < tokens.len() {
            at = self.step(tokens, at, module);
        }
    }

    /// Reads what begins at a token; gives the place after it.
    fn step(&mut self, tokens: &[Token<'_>], at: usize, module: &[String]) -> usize {
        let rest = &tokens[at..];
        match rest {
            [hash, bang, open, ..] if hash.is('#') && bang.is('!') && open.is('[') => {
                if is_test(inside(&rest[2..])) { tokens.len() } else { at + 2 }
            }
            [hash, open, ..] if hash.is('#') && open.is('[') && is_test(inside(&rest[1..])) => {
                let item = at + 1 + closed(&rest[1..]);
                self.test_item(&tokens[item..], module);
                item + item_length(&tokens[item..])
            }
            [first, name, open, ..] if first.word() == Some("mod") && open.is('{') => {
                let mut inner = module.to_vec();
                inner.extend(name.word().map(str::to_owned));
                self.walk(inside(&rest[2..]), &inner);
                at + 2 + closed(&rest[2..])
            }
            [first, ..] if first.word() == Some("use") && !continues(tokens, at) => {
                let length = length_to(rest, |token| token.is(';'));
                let line = first.line;
                self.tree(&rest[1..length], &[], module, line);
                at + length
            }
            [first, second, name, ..]
                if first.word() == Some("extern") && second.word() == Some("crate") =>
            {
                self.put(name.word().as_slice(), module, first.line);
                at + 3
            }
            [Token { kind: Kind::Text(text), line }, ..] => {
                self.names.texts.push((*line, (*text).to_owned()));
                at + 1
            }
            [first, ..] if first.word().is_some() && !continues(tokens, at) => {
                at + self.path(rest, module)
            }
            _ => at + 1,
        }
    }

    /// Notes a module in another file that is for tests only.
    fn test_item(&mut self, item: &[Token<'_>], module: &[String]) {
        let words: Vec<_> = item.iter().map_while(|token| token.word()).collect();
        if let Some(name) = words.iter().skip_while(|word| **word != "mod").nth(1)
            && item.get(words.len()).is_some_and(|token| token.is(';'))
        {
            let mut path = module.to_vec();
            path.push((*name).to_owned());
            self.names.test_modules.push(path);
        }
    }

    /// Reads a path in the middle of code; gives its length.
    fn path(&mut self, rest: &[Token<'_>], module: &[String]) -> usize {
        let mut segments: Vec<_> = rest[0].word().into_iter().collect();
        let mut length = 1;
        while let [Token { kind: Kind::Path, .. }, Token { kind: Kind::Word(word), .. }, ..] =
            &rest[length..]
        {
            segments.push(word);
            length += 2;
        }
        if segments.len() > 1 {
            self.put(&segments, module, rest[0].line);
        }
        length
    }

    /// Reads one tree of a `use`, whose leaves are paths.
    fn tree(&mut self, tokens: &[Token<'_>], before: &[&str], module: &[String], line: usize) {
        let mut path = before.to_vec();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token.kind {
                Kind::Word("as") => break,
                Kind::Word(word) => path.push(word),
                Kind::Mark('*') => path.push("*"),
                Kind::Mark('{') => {
                    for branch in branches(inside(&tokens[at..])) {
                        let line = branch.first().map_or(line, |token| token.line);
                        self.tree(branch, &path, module, line);
                    }
                    return;
                }
                Kind::Path | Kind::Text(_) | Kind::Mark(_) => {}
            }
            at += 1;
        }
        self.put(&path, module, line);
    }

    fn put(&mut self, segments: &[&str], module: &[String], line: usize) {
        if !segments.is_empty() {
            self.names.named.push(Named { line, path: resolve(segments, module) });
        }
    }
}

/// Makes a path absolute.
fn resolve(segments: &[&str], module: &[String]) -> Place {
    // `use a::{self, b}` names `a`.
    let segments = match segments {
        [before @ .., "self"] if !before.is_empty() => before,
        all => all,
    };
    let (mut base, mut rest) = match segments {
        ["crate" | "convene", rest @ ..] => (Vec::new(), rest),
        ["self", rest @ ..] => (module.to_vec(), rest),
        ["super", ..] => (module.to_vec(), segments),
        _ => return Place::There(segments.iter().map(|&word| word.to_owned()).collect()),
    };
    while let ["super", after @ ..] = rest {
        base.pop();
        rest = after;
    }
    base.extend(rest.iter().take_while(|word| **word != "*").map(|&word| word.to_owned()));
    Place::Here(base)
}

/// Whether the word at a place goes on a path or an access that began before it.
fn continues(tokens: &[Token<'_>], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
    match before(1) {
        Some(token) if token.is('.') => true,
        // A path that begins with `::` begins with what stands after it.
        Some(Token { kind: Kind::Path, .. }) => {
            before(2).is_some_and(|token| token.word().is_some() || token.is('>'))
        }
        _ => false,
    }
}

/// Whether the inside of an attribute says that what follows is for tests only.
fn is_test(attribute: &[Token<'_>]) -> bool {
    let words: Vec<_> = attribute.iter().filter_map(|token| token.word()).collect();
    words.first() == Some(&"cfg") && words.contains(&"test") && !words.contains(&"not")
}

/// The tokens between a bracket at the front and the one that closes it.
fn inside<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    &tokens[1..closed(tokens).saturating_sub(1).max(1)]
}

/// How many tokens there are up to and with the bracket that closes the one at the front.
fn closed(tokens: &[Token<'_>]) -> usize {
    length_to(tokens, |token| token.is('}') || token.is(']') || token.is(')'))
}

/// How many tokens there are up to and with the first outside of inner brackets that is the last.
fn length_to(tokens: &[Token<'_>], last: impl Fn(&Token<'_>) -> bool) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Mark('(' | '[' | '{') => depth += 1,
            Kind::Mark(')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && last(token) {
            return at + 1;
        }
    }
    tokens.len()
}

/// How many tokens the item, field or arm at the front has, with its other attributes.
fn item_length(tokens: &[Token<'_>]) -> usize {
    if let [hash, open, ..] = tokens
        && hash.is('#')
        && open.is('[')
    {
        let attribute = 1 + closed(&tokens[1..]);
        return attribute + item_length(&tokens[attribute..]);
    }
    let keyword = tokens.iter().map_while(|token| token.word()).find(|word| ITEMS.contains(word));
    match keyword {
        Some("use" | "const" | "static" | "type" | "let") => {
            length_to(tokens, |token| token.is(';'))
        }
        Some(_) => length_to(tokens, |token| token.is(';') || token.is('}')),
        // A visibility's brackets hide the keyword behind them.
        None if tokens.first().and_then(|token| token.word()) == Some("pub") => {
            let visible = 1 + usize::from(tokens.get(1).is_some_and(|token| token.is('(')))
                * closed(&tokens[1..]);
            if visible == 1 {
                field_length(tokens)
            } else {
                visible + item_length(&tokens[visible..])
            }
        }
        None => field_length(tokens),
    }
}

/// The keywords that begin an item, or a statement as long as one.
const ITEMS: &[&str] = &[
    "mod", "fn", "impl", "struct", "enum", "trait", "union", "use", "const", "static", "type",
    "let",
];

/// How many tokens a field, a variant, an arm or an expression has.
fn field_length(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Mark('(' | '[' | '{') => depth += 1,
            Kind::Mark(')' | ']' | '}') if depth == 0 => return at,
            Kind::Mark(')' | ']' | '}') => depth -= 1,
            Kind::Mark(',' | ';') if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// Splits at the commas outside of inner brackets.
fn branches<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let mut out = Vec::new();
    let mut rest = tokens;
    while !rest.is_empty() {
        let length = length_to(rest, |token| token.is(','));
        let comma = usize::from(rest[length - 1].is(','));
        out.push(&rest[..length - comma]);
        rest = &rest[length..];
    }
    out
}
