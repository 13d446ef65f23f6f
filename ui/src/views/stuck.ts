// Explains what a person reads on their screen: the catalogue of refusals that the program behind the window knows,
// searched by Salesforce's words and by ours.

import { t } from "../messages";
import { mended, rows } from "../refusals";
import { plain } from "../state/search";
import type { Cause } from "../wire/Cause";
import type { CauseView } from "../wire/CauseView";
import type { Meaning } from "../wire/Meaning";
import type { Why } from "../wire/Why";

/** One explanation. */
export interface Explained {
  title: string;
  what: string;
  causes: readonly CauseView[];
  /** Everything that a person may type to find it. */
  words: string;
}

const all: readonly Explained[] = [...notes(), ...refusals()];

/** What most people meet while they make an app. */
const often: readonly Meaning[] = ["unknown_key", "callback_mismatch", "pkce_missing"];

/** Shorter words stand in many messages, and tell none from another. */
const TELLING = 6;

/**
 * The explanations in which every typed word occurs; where a whole message was typed in, those in which most of it does.
 * Without words, those that are needed most often.
 */
export function explanations(query: string): readonly Explained[] {
  const words = plain(query).split(/[^\p{L}\p{N}_]+/u).filter((word) => word !== "");
  if (words.length === 0) return all.filter(({ title }) => often.some((meaning) => t.refusals[meaning].title === title));
  const whole = all.filter((each) => words.every((word) => each.words.includes(word)));
  if (whole.length > 0) return whole;
  const telling = words.filter((word) => word.length >= TELLING);
  const hits = ({ words: known }: Explained): number => telling.filter((word) => known.includes(word)).length;
  const most = Math.max(...all.map(hits));
  return most === 0 ? [] : all.filter((each) => hits(each) === most);
}

/** One for each meaning, with every way in which Salesforce words it. */
function refusals(): Explained[] {
  const meanings = Object.keys(t.refusals) as Meaning[];
  return meanings.map((meaning) => {
    const { title, what } = t.refusals[meaning];
    const worded = rows.filter((row) => row.meaning === meaning);
    const causes = [...new Set(worded.flatMap((row) => row.causes))];
    const said = worded.flatMap(({ error = "", says = "" }) => [error, says]);
    const words = plain([title, what, ...said, ...causes.map((cause) => t.causes[cause].is)].join(" "));
    return { title, what, causes: causes.map(whereMended), words };
  });
}

/** What Setup shows that is no refusal. */
function notes(): Explained[] {
  const signs = Object.entries(t.stuck.signs) as [Why, { title: string; sign: string }][];
  return signs.map(([why, { title, sign }]) => {
    const what = t.guide.whys[why];
    return { title, what, causes: [], words: plain([title, sign, what].join(" ")) };
  });
}

function whereMended(cause: Cause): CauseView {
  const { page = null, value = null } = mended[cause] ?? {};
  return { cause, page, value };
}
