/**
 * The largest file that is read, in bytes; of a text that is open in an editor, in UTF-16 units. A registries.yaml has
 * some kilobytes, one of 500 hosts with the longest keys 5 MB.
 */
export const maxFileSize = 5 * 1024 * 1024;
