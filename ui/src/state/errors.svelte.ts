// What was wrong with a form when it was last sent.

import type { Failure } from "../wire/Failure";
import type { Field } from "../wire/Field";
import type { FieldRefused } from "../wire/FieldRefused";

export class Errors {
  /** What is wrong with the form as a whole. */
  failure = $state.raw<Failure | null>(null);
  #refused = $state.raw<Partial<Record<Field, FieldRefused>>>({});

  of(field: Field): FieldRefused | undefined {
    return this.#refused[field];
  }

  take(failure: Failure): void {
    if (failure.code === "field") this.#refused = { ...this.#refused, [failure.refused.field]: failure.refused };
    else this.failure = failure;
  }

  forget(field: Field): void {
    this.#refused = { ...this.#refused, [field]: undefined };
  }

  clear(): void {
    this.#refused = {};
    this.failure = null;
  }
}
