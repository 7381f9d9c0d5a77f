/**
 * The largest file that is read, in bytes; of a text that is open in an editor, in UTF-16 units. A registries.yaml has
 * some kilobytes, one of 500 hosts with the longest keys 5 MB.
 */
export const maxFileSize = 5 * 1024 * 1024;

/** The largest settings file that is read, in UTF-16 units: thousands of patterns come to less. */
export const maxSettingsSize = 256 * 1024;

/** Maps and lists inside each other that are looked into; a registries.yaml has five, a Kubernetes manifest a few dozen. */
export const maxDepth = 100;

/**
 * How many values aliases and merges (`<<`) may stand for in one document, together: a text of a kilobyte can stand for
 * millions. 500 hosts that share a list of ten endpoints come to 6,000.
 */
export const maxAliased = 200_000;

/** The same as messages show it. `toLocaleString` loads tables of languages, for longer than all else takes to load. */
export const maxAliasedText = "200,000";
