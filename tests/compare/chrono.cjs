// Reads sentences by npm's chrono-node: lines of JSON in, `{"text","now","offset","locale"}`, lines of JSON out: null, or
// `{"start","end"}`, each of them the fields that it says and the offset where it is certain of one.
"use strict";

const chrono = require("chrono-node");
const lines = require("node:readline").createInterface({ input: process.stdin });

function reader(locale) {
  const [language, region] = locale.split("-");
  if (language === "en") return region === "GB" ? chrono.en.GB : chrono.en;
  return chrono[language];
}

function fields(components) {
  if (!components) return null;
  const get = (name) => components.get(name);
  return {
    year: get("year"), month: get("month"), day: get("day"), hour: get("hour"), minute: get("minute"),
    clock: components.isCertain("hour"),
    offset: components.isCertain("timezoneOffset") ? get("timezoneOffset") : null,
  };
}

lines.on("line", (line) => {
  const { text, now, offset, locale } = JSON.parse(line);
  const reference = { instant: new Date(now), timezone: offset };
  const [found] = reader(locale).parse(text, reference, { forwardDate: true });
  console.log(JSON.stringify(found ? { start: fields(found.start), end: fields(found.end) } : null));
});
