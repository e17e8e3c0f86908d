//! The gateway of the fake Discord: events over a real WebSocket, on two ports of loopback.
//!
//! It keeps to <https://docs.discord.com/developers/events/gateway>: HELLO, heartbeats, IDENTIFY once, READY, events by intents
//! and shards, RESUME with what was missed, and each close code. What it tells is what the world was told to tell.

mod connection;
mod frames;
mod greeting;
mod hub;
mod rules;
mod session;
mod tried;

use std::{fmt, net::SocketAddr, sync::Arc};

use tokio::{net::TcpListener, task::JoinHandle};

use super::server::Shared;

pub(crate) use self::{
    greeting::guild as guild_create,
    hub::{Began, Hub, Order, Visit},
};

/// Where a connection came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// The URL that GET /gateway says.
    Front,
    /// The URL that READY says for resuming.
    Resume,
}

/// The gateway while it runs; it ends with it.
pub(crate) struct Gateway {
    /// What is known and told over all connections.
    pub(crate) hub: Arc<Hub>,
    /// Where bots begin.
    pub(crate) front: SocketAddr,
    /// Where bots resume.
    pub(crate) resume: SocketAddr,
    tasks: Vec<JoinHandle<()>>,
}

impl Gateway {
    /// Opens both doors.
    pub(crate) async fn start(shared: &Arc<Shared>) -> Self {
        let hub = Arc::new(Hub::new());
        let front = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let resume = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (front_at, resume_at) = (front.local_addr().unwrap(), resume.local_addr().unwrap());
        hub.opens(&url(resume_at));
        let doors = [(front, Door::Front), (resume, Door::Resume)];
        let tasks = doors.map(|(listener, door)| {
            tokio::spawn(connection::listen(listener, door, Arc::clone(&hub), Arc::clone(shared)))
        });
        Self { hub, front: front_at, resume: resume_at, tasks: tasks.into() }
    }

    /// What GET /gateway answers.
    pub(crate) fn url(&self) -> String {
        url(self.front)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
        self.hub.cut();
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("front", &self.front).finish_non_exhaustive()
    }
}

fn url(at: SocketAddr) -> String {
    format!("ws://{at}")
}
