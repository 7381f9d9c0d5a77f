/** The file that the editor and the command line share; the nearest one from a file's folder upward counts for it. */
export const settingsFileName = ".k3s-registries.yaml";
