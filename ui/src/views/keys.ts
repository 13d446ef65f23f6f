// Which key means what. Letters alone mean something only in the list: elsewhere they are typed.

/** What a key asks for. */
export type Wish =
  | "up"
  | "down"
  | "first"
  | "last"
  | "copy"
  | "sign_in"
  | "set_up"
  | "edit"
  | "remove"
  | "add_org"
  | "open_template"
  | "search"
  | "clear_clipboard"
  | "next_pane"
  | "message"
  | "leave"
  | "shortcuts";

/** Whether this computer's own keys are Apple's. */
export const isApple = (): boolean => /Mac|iP(hone|ad)/.test(navigator.userAgent);

/** The name of the key for commands. */
export const commandKey = (): string => (isApple() ? "⌘" : "Ctrl");

const inList: ReadonlyMap<string, Wish> = new Map([
  ["ArrowUp", "up"],
  ["ArrowDown", "down"],
  ["Home", "first"],
  ["End", "last"],
  ["Enter", "copy"],
  ["s", "sign_in"],
  ["g", "set_up"],
  ["e", "edit"],
  ["F2", "edit"],
  ["Delete", "remove"],
  ["/", "search"],
  ["?", "shortcuts"],
]);

const withCommand: ReadonlyMap<string, Wish> = new Map([
  ["n", "add_org"],
  ["o", "open_template"],
  ["f", "search"],
]);

const anywhere: ReadonlyMap<string, Wish> = new Map([
  ["F6", "next_pane"],
  ["F8", "message"],
  ["Escape", "leave"],
]);

/** What a pressed key asks for on a row of the list. */
export function wishInList(event: KeyboardEvent): Wish | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return inList.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

/** What a pressed key asks for wherever it is pressed. */
export function wishAnywhere(event: KeyboardEvent): Wish | undefined {
  const isCommand = isApple() ? event.metaKey : event.ctrlKey;
  if (event.altKey) return undefined;
  if (isCommand) {
    const key = event.key.toLowerCase();
    if (event.shiftKey) return key === "x" ? "clear_clipboard" : undefined;
    return withCommand.get(key);
  }
  if (anywhere.has(event.key)) return anywhere.get(event.key);
  if (isTyping(event.target)) return undefined;
  return event.key === "/" ? "search" : event.key === "?" ? "shortcuts" : undefined;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input, select, textarea") !== null;
