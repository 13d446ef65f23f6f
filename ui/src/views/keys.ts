// Which key means what. Letters alone mean something only in the list: elsewhere they are typed.

/** What a key asks for. */
export type Wish =
  | "up"
  | "down"
  | "first"
  | "last"
  | "fold"
  | "unfold"
  | "copy"
  | "bearer"
  | "instance_url"
  | "secret"
  | "open"
  | "details"
  | "check"
  | "pin"
  | "sort"
  | "select"
  | "select_all"
  | "undo"
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
  ["ArrowLeft", "fold"],
  ["ArrowRight", "unfold"],
  ["Enter", "copy"],
  ["c", "check"],
  ["p", "pin"],
  ["r", "sort"],
  ["x", "select"],
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

/** The same, but not where something is typed: there they have a meaning of their own. */
const withCommandOutside: ReadonlyMap<string, Wish> = new Map([
  ["u", "instance_url"],
  ["i", "details"],
  ["z", "undo"],
  ["enter", "open"],
]);

const anywhere: ReadonlyMap<string, Wish> = new Map([
  ["F6", "next_pane"],
  ["F8", "message"],
  ["Escape", "leave"],
]);

/** Whether the key for commands is held. */
export const isCommand = (event: KeyboardEvent | MouseEvent): boolean => (isApple() ? event.metaKey : event.ctrlKey);

/** What a pressed key asks for in the list. */
export function wishInList(event: KeyboardEvent): Wish | undefined {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (isCommand(event) && key === "a" && !event.altKey && !event.shiftKey) return "select_all";
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.shiftKey && key === "Enter") return "bearer";
  return inList.get(key);
}

/** What a pressed key asks for wherever it is pressed. */
export function wishAnywhere(event: KeyboardEvent): Wish | undefined {
  if (event.altKey) return undefined;
  if (isCommand(event)) return wishOfCommand(event);
  if (anywhere.has(event.key)) return anywhere.get(event.key);
  if (isTyping(event.target)) return undefined;
  return event.key === "/" ? "search" : event.key === "?" ? "shortcuts" : undefined;
}

function wishOfCommand(event: KeyboardEvent): Wish | undefined {
  const key = event.key.toLowerCase();
  if (event.shiftKey && key === "x") return "clear_clipboard";
  if (event.shiftKey) return key === "c" && !isTyping(event.target) ? "secret" : undefined;
  return withCommand.get(key) ?? (isTyping(event.target) ? undefined : withCommandOutside.get(key));
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input, select, textarea") !== null;
