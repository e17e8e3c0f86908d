// Reads every .ics of a folder with npm's ical.js and prints, one JSON value a line, what is in it.
//
// Times are worked out from the file's own VTIMEZONEs. Ends with an error at the first thing that the library
// or the RFC's own rules would complain about.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const ICAL = require("ical.js");

function read(folder, file) {
  const text = fs.readFileSync(path.join(folder, file), "utf8");
  if (/[^\r]\n/.test(text)) throw new Error("a line does not end in CRLF");
  for (const line of text.split("\r\n")) {
    if (Buffer.byteLength(line) > 75) throw new Error(`a line is longer than 75 octets: ${line}`);
  }
  const roots = ICAL.parse(text);
  if (!Array.isArray(roots) || roots[0] !== "vcalendar") throw new Error("is not one VCALENDAR");
  const calendar = new ICAL.Component(roots);
  const zones = calendar.getAllSubcomponents("vtimezone");
  for (const zone of zones) {
    if (!zone.getAllSubcomponents("standard").length && !zone.getAllSubcomponents("daylight").length) {
      throw new Error("a VTIMEZONE has no offset");
    }
  }
  return {
    file,
    method: calendar.getFirstPropertyValue("method"),
    timezones: zones.length,
    events: calendar.getAllSubcomponents("vevent").map(event),
  };
}

function event(component) {
  const read = new ICAL.Event(component);
  const text = (name) => component.getFirstPropertyValue(name);
  const start = component.getFirstProperty("dtstart");
  return {
    uid: read.uid,
    sequence: read.sequence,
    summary: text("summary"),
    description: text("description"),
    location: text("location"),
    status: text("status"),
    organizer: text("organizer"),
    attendees: read.attendees.map((attendee) => attendee.getFirstValue()),
    start: instant(read.startDate, start),
    end: instant(read.endDate, component.getFirstProperty("dtend") ?? start),
    tzid: start.getFirstParameter("tzid") ?? null,
  };
}

function instant(time, property) {
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) {
    // This is also what the library makes of a zone that it does not find.
    if (property.getFirstParameter("tzid")) throw new Error(`${property.name}'s zone is not in the file`);
    return time.toString();
  }
  return new Date(time.toUnixTime() * 1000).toISOString().replace(".000", "");
}

const folder = process.argv[2];
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".ics")).sort()) {
  try {
    console.log(JSON.stringify(read(folder, file)));
  } catch (error) {
    console.error(`${file}: ${error.message}`);
    process.exit(1);
  }
}
