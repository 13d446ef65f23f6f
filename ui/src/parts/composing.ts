// Letters that are put together of several keys, as Chinese and Japanese are: what is pressed meanwhile is the method's.

/** What WebKit says of the key that ends it, in the place of the key's own number. */
const OF_THE_METHOD = 229;

/** Whether a key is the input method's. WebKit tells of the one that ends it when nothing is put together any more. */
export const isComposing = (event: KeyboardEvent): boolean =>
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Nothing else tells that key from one that is meant.
  event.isComposing || event.keyCode === OF_THE_METHOD;
