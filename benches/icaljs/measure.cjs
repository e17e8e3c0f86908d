// What npm's ical.js needs for what engine.rs measures.
//
//   NODE_PATH=... node measure.cjs SECONDS INVITATION REPLY FOLDER
//
// Prints as benches/libical/measure.c does.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const ICAL = require("ical.js");

const [most, invitation, answer, folder] = process.argv.slice(2);
const read = (...parts) => fs.readFileSync(path.join(...parts), "utf8");
const parsed = (text) => new ICAL.Component(ICAL.parse(text));

const stored = read(invitation);
const message = read(answer);
const series = read(folder, "series.ics");
const changed = read(folder, "update.ics");

function reply() {
  const calendar = parsed(stored);
  const told = parsed(message).getFirstSubcomponent("vevent").getFirstProperty("attendee");
  const who = told.getFirstValue().toLowerCase();
  const seats = calendar.getFirstSubcomponent("vevent").getAllProperties("attendee");
  const seat = seats.find((seat) => seat.getFirstValue().toLowerCase() === who);
  seat.setParameter("partstat", told.getParameter("partstat"));
  return calendar.toString().length;
}

function update() {
  const calendar = parsed(series);
  const id = (event) => String(event.getFirstPropertyValue("recurrence-id"));
  const ours = new Map(calendar.getAllSubcomponents("vevent").map((event) => [id(event), event]));
  for (const event of parsed(changed).getAllSubcomponents("vevent")) {
    const old = ours.get(id(event));
    if (old) calendar.removeSubcomponent(old);
    calendar.addSubcomponent(event);
  }
  return calendar.toString().length;
}

const all = parsed(read(folder, "calendar.ics"));
for (const zone of all.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const events = all.getAllSubcomponents("vevent");
const from = ICAL.Time.fromJSDate(new Date("2026-12-01T00:00:00Z"), true);
const to = ICAL.Time.fromJSDate(new Date("2027-06-01T00:00:00Z"), true);

function expand() {
  let occurrences = 0;
  for (const component of events) {
    const event = new ICAL.Event(component);
    const length = event.duration;
    const overlaps = (start) => {
      const end = start.clone();
      end.addDuration(length);
      return start.compare(to) < 0 && end.compare(from) > 0;
    };
    if (!event.isRecurring()) {
      occurrences += overlaps(event.startDate) ? 1 : 0;
      continue;
    }
    const iterator = event.iterator();
    for (let start = iterator.next(); start && start.compare(to) < 0; start = iterator.next()) {
      if (overlaps(start)) occurrences += 1;
    }
  }
  return occurrences;
}

function measure(name, work) {
  let begun = process.hrtime.bigint();
  const elapsed = () => Number(process.hrtime.bigint() - begun);
  const result = work();
  let rounds = 1;
  // What is short enough is compiled by now.
  if (elapsed() < most * 1e9) {
    begun = process.hrtime.bigint();
    for (rounds = 0; elapsed() < most * 1e9; rounds += 1) {
      if (work() !== result) throw new Error("ical.js does not do the same each time");
    }
  }
  console.log(name, Math.round(elapsed() / rounds), result);
}

measure("parse-write", () => parsed(stored).toString().length);
measure("reply", reply);
measure("update", update);
measure("expand", expand);
