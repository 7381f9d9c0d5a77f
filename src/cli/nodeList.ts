import { type DeployNode, readNodeList } from "../core/deploy/nodeList.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { type Surroundings, shownArgument } from "./command.ts";
import { readTextFile } from "./textFile.ts";

/** The options that say how a script reaches the nodes, for `readArguments`. */
export const nodeListOptions = {
  nodes: { type: "string" },
  user: { type: "string" },
  port: { type: "string" },
  "no-sudo": { type: "boolean" },
} as const;

/** Their lines of a command's help. */
export const nodeListHelp = `  --nodes FILE                 lines of user@host [server|agent], the output of kubectl get nodes -o wide, or an Ansible
                               inventory
  --user USER                  user of nodes without one; default: that of ssh
  --port PORT                  port of nodes without one; default: that of ssh
  --no-sudo                    use neither sudo nor doas; default: use them unless the user is root`;

/**
 * Reads the list of nodes that the options name.
 *
 * @throws UserProblem when it is missing, can't be read, or has a name that is none
 */
export async function listedNodes(
  values: {
    readonly nodes?: string | undefined;
    readonly user?: string | undefined;
    readonly port?: string | undefined;
    readonly "no-sudo"?: boolean | undefined;
  },
  surroundings: Surroundings,
): Promise<{ readonly nodes: readonly DeployNode[]; readonly sudo: boolean }> {
  const { nodes: file, user, port } = values;
  if (file === undefined) throw new UserProblem("name the nodes: --nodes FILE");
  const shown = file === "-" ? "standard input" : file;
  const { source } = await readTextFile(file, shown, surroundings);
  const list = readNodeList(source.text, {
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: Number(port) }),
  });
  if (!list.ok) throw new UserProblem(`${shownArgument(shown)}: ${list.problem}`);
  return { nodes: list.nodes, sudo: values["no-sudo"] !== true };
}
