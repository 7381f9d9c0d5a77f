/**
 * The name of an English text in a packed bundle of translations, where the text itself is a third of the bundle. Two
 * texts may have the same name.
 *
 * @param {string} english
 * @returns {string} up to three characters
 */
export const shortText = (english) => {
  let hash = 0;
  for (const char of english) hash = (Math.imul(hash, 31) + char.codePointAt(0)) >>> 0;
  return (hash % 36 ** 3).toString(36);
};
