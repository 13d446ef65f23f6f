// The keys that a person presses for a shortcut, as they are written: `Ctrl+Alt+K`.

/** What was pressed so far. */
export type Pressed =
  /** Only keys that are held with another one. */
  | { is: "held"; keys: string }
  /** A whole shortcut. */
  | { is: "whole"; keys: string }
  /** A key alone: it would never type again. */
  | { is: "alone" }
  /** Esc, or the way to the next control. */
  | { is: "left" };

const HOLDERS = ["Control", "Alt", "Shift", "Meta", "AltGraph", "OS"];

export function pressedKeys(event: KeyboardEvent): Pressed {
  const held = [
    event.ctrlKey ? ["Ctrl"] : [],
    event.altKey ? ["Alt"] : [],
    event.shiftKey ? ["Shift"] : [],
    event.metaKey ? ["Super"] : [],
  ].flat();
  if (HOLDERS.includes(event.key)) return { is: "held", keys: held.join("+") };
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (isPlain && (event.key === "Escape" || event.key === "Tab")) return { is: "left" };
  const key = named(event.code);
  // Shift alone still types a letter.
  if (isPlain && !/^F\d+$/.test(key)) return { is: "alone" };
  return { is: "whole", keys: [...held, key].join("+") };
}

/** A key by its place: what it types depends on the keyboard and on what is held with it. */
const named = (code: string): string => code.replace(/^(Key|Digit)(?=[A-Z0-9]$)/, "");
