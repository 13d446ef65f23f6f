// What the words of a failure are made of, in every language.

import type { Failure } from "../wire/Failure";
import type { Meaning } from "../wire/Meaning";
import type { Phrase } from "./phrase";

/** What happened, and where it is mended, step by step. */
export interface Words {
  title: string;
  what: string;
  steps: readonly Phrase[];
  /** Why time alone may help. */
  wait?: string;
}

/** The words for every code but `refused`, whose words follow from its meaning. */
export type FailureWords = {
  [C in Exclude<Failure["code"], "refused">]: (failure: Extract<Failure, { code: C }>) => Words;
};

/** The words for every meaning of a refusal; its steps follow from its causes. */
export type RefusalWords = Record<Meaning, Omit<Words, "steps">>;

/** A possible cause: what may be the case, and the way through Setup to where it is mended. */
export interface CauseWords {
  is: string;
  mend: Phrase;
}
