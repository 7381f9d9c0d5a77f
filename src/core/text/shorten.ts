/** No word of a message needs more; keys, values and paths that it quotes can have any length. */
const longestWord = 300;
const longestMessage = 4000;

/**
 * Shortens a message to what can be read: words, and then the whole, are cut in their middle.
 *
 * @returns 4,000 UTF-16 units at most
 */
export function shortened(message: string): string {
  if (message.length <= longestWord) return message;
  return cut(
    message.slice(0, longestMessage * 2).replace(/\S{301,}/g, (word) => cut(word, longestWord)),
    longestMessage,
  );
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.floor(most * 0.7);
  const tail = text.length - (most - head - 1);
  return `${text.slice(0, isPair(text, head) ? head - 1 : head)}…${text.slice(isPair(text, tail) ? tail + 1 : tail)}`;
}

/** Whether an offset lies between the two halves of a surrogate pair. */
function isPair(text: string, offset: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(offset - 1, offset + 1));
}
