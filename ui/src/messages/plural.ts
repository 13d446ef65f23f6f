/** A number with its noun. English alone: another language brings its own rules. */
export const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
