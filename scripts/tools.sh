# What the scripts share: where things are kept between runs, and how a missing tool is installed. Sourced.
# shellcheck shell=bash

# Kept between runs, outside of the checkout, so that a fresh clone builds only what changed.
cache=${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/convene
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# In CI a missing tool is a failure; at home it is said, and what needs the tool is left out.
missing() {
  [ "${CI:-}" != true ] || fail "$*"
  echo "${0##*/}: $*; left out" >&2
  return 1
}

# Installs Debian packages by name, where this user may. Says what to type where they may not.
install_packages() {
  local as=()
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || { echo "needed: apt-get install $*" >&2; return 1; }
    as=(sudo)
  fi
  command -v apt-get >/dev/null || { echo "needed, by this system's own packages: $*" >&2; return 1; }
  echo "installing $*"
  [ -n "${updated:-}" ] || "${as[@]}" apt-get -qq update || return 1
  updated=yes
  DEBIAN_FRONTEND=noninteractive "${as[@]}" apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

# Makes sure of a command, from the Debian packages named after it.
need() {
  local tool=$1
  shift
  command -v "$tool" >/dev/null || install_packages "$@" || return 1
  hash -r
  command -v "$tool" >/dev/null || { echo "$tool is not there after installing $*" >&2; return 1; }
}

# Makes sure of Perl with the modules that OpenSSL's build wants; Debian's smallest Perl lacks them.
perl_for_openssl() {
  perl -MFindBin -MIPC::Cmd -e 1 2>/dev/null || install_packages perl || return 1
  perl -MFindBin -MIPC::Cmd -e 1
}

# Makes sure of Rust, which comes from rustup and not from Debian.
need_rust() {
  command -v cargo >/dev/null || PATH=${HOME:?}/.cargo/bin:$PATH
  command -v cargo >/dev/null || fail "Rust is missing: install it by rustup (https://rustup.rs)"
  cargo fmt --version >/dev/null 2>&1 || fail "rustfmt is missing: rustup component add rustfmt"
  cargo clippy --version >/dev/null 2>&1 || fail "clippy is missing: rustup component add clippy"
  need make build-essential && perl_for_openssl || fail "make or Perl is missing, and OpenSSL is built from source"
  need cc build-essential || fail "a C compiler is missing, and SQLite is built from source"
}
