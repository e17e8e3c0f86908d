//! Registration by a token that the administrators gave out (MSC3231), as any Matrix app does it.

use matrix_sdk::ruma::{
    OwnedUserId,
    api::{
        client::{
            account::register::v3::Request,
            uiaa::{AuthData, AuthFlow, AuthType, Dummy, RegistrationToken, UiaaInfo},
        },
        error::ErrorKind,
    },
};
use secrecy::{ExposeSecret as _, SecretString};

use super::{AccountError, Door, Stages};

/// The stages that a program can pass.
const PASSED: &[AuthType] = &[AuthType::RegistrationToken, AuthType::Dummy];

pub(super) async fn register(
    door: &Door,
    name: &str,
    password: &SecretString,
    token: &SecretString,
) -> Result<OwnedUserId, AccountError> {
    let mut request = Request::new();
    request.username = Some(name.to_owned());
    request.password = Some(password.expose_secret().to_owned());
    request.inhibit_login = true;
    let mut answered = None;
    loop {
        let error = match door.client.send(request.clone()).await {
            Ok(made) => return Ok(made.user_id),
            Err(error) => error,
        };
        let Some(info) = error.as_uiaa_response() else {
            return Err(match error.client_api_error_kind() {
                Some(ErrorKind::UserInUse) => AccountError::Taken,
                Some(ErrorKind::Forbidden) => AccountError::Closed,
                _ => door.failed(error),
            });
        };
        let stage = next(info)?;
        // Who is asked the same again gets no further by answering the same.
        if info.auth_error.is_some() || answered.as_ref() == Some(&stage) {
            return Err(AccountError::WrongToken);
        }
        request.auth = Some(answer(info, &stage, token));
        answered = Some(stage);
    }
}

/// The stage that comes next, on a way that a program can go to its end.
fn next(info: &UiaaInfo) -> Result<AuthType, AccountError> {
    let can = |flow: &&AuthFlow| flow.stages.iter().all(|stage| PASSED.contains(stage));
    let flow = info.flows.iter().find(can);
    let left =
        flow.and_then(|flow| flow.stages.iter().find(|stage| !info.completed.contains(stage)));
    left.cloned().ok_or_else(|| {
        let flow = info.flows.first().map_or(&[][..], |flow| &flow.stages);
        AccountError::Stages { asked: Stages(flow.iter().map(ToString::to_string).collect()) }
    })
}

fn answer(info: &UiaaInfo, stage: &AuthType, token: &SecretString) -> AuthData {
    let session = info.session.clone();
    if *stage == AuthType::RegistrationToken {
        let mut answer = RegistrationToken::new(token.expose_secret().to_owned());
        answer.session = session;
        return AuthData::RegistrationToken(answer);
    }
    let mut answer = Dummy::new();
    answer.session = session;
    AuthData::Dummy(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(flows: &[&[&str]], completed: &[&str]) -> UiaaInfo {
        let stages = |names: &[&str]| names.iter().map(|name| AuthType::from(*name)).collect();
        let mut info =
            UiaaInfo::new(flows.iter().map(|flow| AuthFlow::new(stages(flow))).collect());
        info.completed = stages(completed);
        info
    }

    #[test]
    fn the_way_is_taken_that_a_program_can_go() {
        const TOKEN: &str = "m.login.registration_token";
        let step = |flows: &[&[&str]], completed: &[&str]| {
            next(&asked(flows, completed)).map(|stage| stage.to_string())
        };
        assert_eq!(step(&[&[TOKEN]], &[]).unwrap(), TOKEN);
        assert_eq!(step(&[&[TOKEN, "m.login.dummy"]], &[TOKEN]).unwrap(), "m.login.dummy");
        assert_eq!(step(&[&["m.login.recaptcha"], &[TOKEN]], &[]).unwrap(), TOKEN);
        let wrong = step(&[&[TOKEN, "m.login.terms", "m.login.email.identity"]], &[]).unwrap_err();
        let said = wrong.to_string();
        assert!(said.contains("asks for m.login.registration_token, m.login.terms, "), "{said}");
    }
}
