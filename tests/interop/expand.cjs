// Expands the series in every .ics of a folder with npm's ical.js, by the file's own VTIMEZONEs.
//
//   node expand.cjs FOLDER FROM TO
//
// Prints as expand.py does.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const ICAL = require("ical.js");

const [folder, from, to] = process.argv.slice(2);

function starts(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const found = [];
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const iterator = new ICAL.Event(component).iterator();
    for (let start = iterator.next(); start && start.toUnixTime() < to; start = iterator.next()) {
      if (start.toUnixTime() >= from) found.push(start.toUnixTime());
    }
  }
  return found.sort((one, other) => one - other);
}

for (const file of fs.readdirSync(folder).filter((file) => file.endsWith(".ics")).sort()) {
  console.log([file, ...starts(fs.readFileSync(path.join(folder, file), "utf8"))].join(" "));
}
