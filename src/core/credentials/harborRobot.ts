import { shownAccount } from "../display/shown.ts";
import type { JsonObject } from "../json/object.ts";
import type { Credential, CredentialFormat } from "./credential.ts";
import { renewal, secondsOf } from "./lifetime.ts";
import { readingOfEntries } from "./readingOfEntries.ts";

/**
 * A robot account as Harbor's portal offers it as a file and its API answers: what comes of its creation, or the whole
 * of it. It does not name the registry. Source: Harbor, `RobotCreated` and `Robot` of its API.
 */
export const harborRobotFormat: CredentialFormat = {
  kind: "harbor-robot",
  recognises: ({ items }) => items.length > 0 && items.every(isRobot),
  read({ items }) {
    const robots = items.filter(isRobot);
    const usable = robots.filter(({ secret }) => typeof secret === "string" && secret !== "");
    const credentials = usable.map((robot) => read(robot, usable.length > 1));
    return readingOfEntries("harbor-robot", credentials, [], noSecret);
  },
};

const noSecret =
  "The robot account's secret is not in this file: Harbor shows it only at creation. Refresh the secret in Harbor and convert the file that it offers.";

/** The prefix of the name can be changed, so the times that Harbor keeps of a robot tell it too. */
function isRobot({ name, secret, expires_at, creation_time, level, permissions }: JsonObject): boolean {
  if (typeof name !== "string" || name === "") return false;
  const listed = typeof level === "string" && Array.isArray(permissions);
  if (typeof secret !== "string") return name.startsWith("robot$") && listed;
  return name.startsWith("robot$") || (typeof expires_at === "number" && (listed || typeof creation_time === "string"));
}

function read({ name, secret, expires_at, disable }: JsonObject, several: boolean): Credential {
  const [username, password] = [String(name), String(secret)];
  const account = shownAccount(username, password);
  const expires = secondsOf(expires_at);
  const warnings: string[] = [];
  if (disable === true) warnings.push("The robot account is disabled, so Harbor rejects it. Enable it in Harbor.");
  if (expires !== undefined) warnings.push(renewal(expires));
  return {
    kind: "harbor-robot",
    auth: { username, password },
    hosts: [],
    description: {
      ...(account === undefined ? {} : { account }),
      ...(several && account !== undefined ? { entry: account } : {}),
      ...(expires === undefined ? {} : { expires }),
    },
    warnings,
  };
}
