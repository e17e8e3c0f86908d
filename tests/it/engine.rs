//! What holds of the engine whatever comes: it is total, a message twice changes nothing, answers of different people
//! come in any order, SEQUENCE never falls, what is sent is valid, and what is private stays so.

mod chat;
mod crowded;
mod fixtures;
mod office;
mod rooms;
mod scripts;
mod series;
mod totality;
mod vocabulary;
