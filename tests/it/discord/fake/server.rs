//! The REST half on the wire: TLS as discord.com on a port of loopback, each request judged, done and noted.

mod read;
mod tls;
mod write;

use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, DefaultBodyLimit, Request, State},
    response::Response,
};
use serde_json::Value;
use tokio::{net::TcpListener, sync::Notify, task::JoinHandle};

use self::tls::Wire;
use super::{
    Settings,
    journal::{Entry, Journal},
    judge,
    limits::{Limits, Standing},
    refusal::Refusal,
    rest::{self, Answer},
    trouble::{Trouble, Troubles},
    world::World,
};

pub(crate) use self::{
    read::{Asked, has_body, text_of},
    tls::Authority,
};

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) world: Mutex<World>,
    pub(crate) journal: Mutex<Journal>,
    pub(crate) limits: Mutex<Limits>,
    pub(crate) troubles: Mutex<Troubles>,
    /// Lets requests go that are held.
    pub(crate) released: Notify,
    pub(crate) settings: Settings,
    pub(crate) started: Instant,
    pub(crate) gateway: OnceLock<String>,
}

impl Shared {
    pub(crate) fn new(settings: Settings, world: World) -> Self {
        Self {
            world: Mutex::new(world),
            journal: Mutex::default(),
            limits: Mutex::new(Limits::new(settings.paces)),
            troubles: Mutex::default(),
            released: Notify::new(),
            settings,
            started: Instant::now(),
            gateway: OnceLock::new(),
        }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    pub(crate) fn complain(&self, what: String) {
        self.journal.lock().unwrap().complain(what);
    }
}

/// Serves until the task is aborted.
pub(crate) fn serve(
    listener: TcpListener,
    authority: &Authority,
    shared: Arc<Shared>,
) -> JoinHandle<()> {
    let listener = tls::Listener::new(listener, authority);
    let limit = DefaultBodyLimit::disable();
    let router = Router::new().fallback(handle).layer(limit).with_state(shared);
    let service = router.into_make_service_with_connect_info::<Wire>();
    tokio::spawn(async move { axum::serve(listener, service).await.unwrap() })
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: Request,
) -> Response {
    if request.uri().path().starts_with("/attachments/") {
        return write::file(
            shared.world().files.get(&read::file(request.uri()).unwrap_or_default()),
        );
    }
    let asked = read::read(request).await;
    let trouble = shared.troubles.lock().unwrap().next(&asked.route);
    match trouble {
        Some(Trouble::Cut) => {
            note(&shared, &asked, &(0, None));
            return wire.cut();
        }
        Some(Trouble::Broken(status)) => {
            note(&shared, &asked, &(status, None));
            return write::page(
                status,
                "upstream connect error or disconnect/reset before headers",
            );
        }
        Some(Trouble::Page429) => {
            note(&shared, &asked, &(429, None));
            return write::page(429, "error code: 1015");
        }
        Some(Trouble::Slow(time)) => tokio::time::sleep(time).await,
        Some(Trouble::Shared(time)) => {
            let place = (asked.route.as_str(), asked.major.as_str());
            shared.limits.lock().unwrap().close_one(Instant::now(), place, time);
        }
        Some(Trouble::Global(time)) => shared.limits.lock().unwrap().close(Instant::now(), time),
        _ => {}
    }
    // Before anything is done, so that it cannot be released before it waits.
    let released = shared.released.notified();
    tokio::pin!(released);
    released.as_mut().enable();
    let (answer, standing) = answer(&shared, &asked);
    match trouble {
        Some(Trouble::Lost) => return wire.cut(),
        Some(Trouble::Held) => released.await,
        _ => {}
    }
    write::response(&answer, &standing)
}

/// What came of a request: its answer with what else the headers say.
type Out = (write::Reply, Standing);

/// Judges a request and does it.
fn answer(shared: &Shared, asked: &Asked) -> Out {
    let now = Instant::now();
    let (standing, too_soon) = shared.limits.lock().unwrap().take(now, &asked.route, &asked.major);
    if let Some(too_soon) = too_soon {
        if let Some(early) = too_soon.disobeyed {
            let ms = early.as_millis();
            shared.complain(format!("{} came {ms} ms before retry_after was over", asked.route));
        }
        let reply = write::Reply::too_soon(&too_soon);
        note(shared, asked, &(429, Some(reply.body.clone().unwrap_or_default())));
        return (reply, standing);
    }
    let done = judged(shared, asked);
    judge::answer(shared, asked, &done);
    let (status, body) = done.unwrap_or_else(|refusal| (refusal.status, Some(refusal.body)));
    note(shared, asked, &(status, body.clone()));
    (write::Reply { status, body, too_soon: None }, standing)
}

/// The world is locked no longer than what is asked takes, and not while it is judged.
fn judged(shared: &Shared, asked: &Asked) -> Result<Answer, Refusal> {
    let mut call = asked.call.clone();
    call.bot = judge::who(shared, asked)?;
    call.within = shared.settings.first_answer;
    call.gateway = shared.gateway.get().cloned().unwrap_or_default();
    judge::request(shared, asked)?;
    rest::answer(&mut shared.world(), &call)
}

fn note(shared: &Shared, asked: &Asked, (status, body): &Answer) {
    let answer = body.clone().unwrap_or(Value::Null);
    let at: Duration = shared.started.elapsed();
    let entry = Entry {
        at,
        route: asked.route.clone(),
        path: asked.path.clone(),
        body: asked.call.body.clone(),
        files: asked.call.files.iter().map(|file| file.name.clone()).collect(),
        status: *status,
        code: if *status >= 400 { answer["code"].as_u64().unwrap_or_default() } else { 0 },
        answer,
    };
    shared.journal.lock().unwrap().entries.push(entry);
    // For those who wait for a request.
    shared.world().touch();
}

/// A body of nothing.
fn empty() -> Body {
    Body::empty()
}
