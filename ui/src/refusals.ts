// The catalogue of Salesforce's refusals, as the program behind the window has it: the only file that reaches out of this
// folder, and for data alone. So nothing of it is kept twice.

import api from "../../src-tauri/core/refusals/api.json";
import authorize from "../../src-tauri/core/refusals/authorize.json";
import causes from "../../src-tauri/core/refusals/causes.json";
import token from "../../src-tauri/core/refusals/token.json";
import type { Cause } from "./wire/Cause";
import type { ExactValue } from "./wire/ExactValue";
import type { Meaning } from "./wire/Meaning";
import type { SetupPage } from "./wire/SetupPage";

/** A refusal as Salesforce words it. */
export interface Row {
  error?: string;
  /** A part of the description. */
  says?: string;
  meaning?: Meaning;
  /** The likeliest first. */
  causes: readonly Cause[];
}

// Both are held against their types where they belong: by the tests of the program behind the window.
export const rows = [...authorize.rows, ...token.rows, ...api.rows] as readonly Row[];

/** Where a cause is mended, and what has to stand there. */
export const mended = causes as Readonly<Partial<Record<Cause, { page?: SetupPage; value?: ExactValue }>>>;
