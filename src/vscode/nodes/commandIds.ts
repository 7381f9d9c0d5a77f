/** Ids of commands that call each other. */
export const deployToNodesCommand = "k3sRegistries.deployToNodes";
export const checkNodesCommand = "k3sRegistries.checkNodes";
