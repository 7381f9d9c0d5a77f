import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { standIns, sudoStandIn, sudoWithPassword } from "./standIns.ts";

/** A node to make: a folder that is its root, and an `sshd` that leads there. */
export interface NodeSpec {
  readonly unit?: "k3s" | "k3s-agent" | "rke2-server" | "rke2-agent" | `k3s-${string}`;
  readonly init?: "systemd" | "openrc" | "none";
  /** Its `sh`; with busybox, its other programs are too, and nothing can be put in their place. */
  readonly shell?: "dash" | "bash" | "busybox";
  /** Who logs in: root, or a user for whom sudo works, wants a password, or is missing. */
  readonly user?: "root" | "sudo" | "password" | "none";
  /** True to give it Python, for Ansible. */
  readonly python?: boolean;
  /** The registries.yaml that is there since the last start. */
  readonly file?: string;
  /** False if the service is stopped. */
  readonly running?: boolean;
}

/** When the services of new nodes were started, in seconds since 1970. */
export const startedAt = 1_700_000_000;

/** What a run of a script on this computer printed. */
export interface ScriptRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

const isRoot = userInfo().uid === 0;
/** Where it is not root, only `chroot` is. */
const asRoot = isRoot ? [] : ["sudo", "-n"];

/** Several nodes on 127.0.0.1, each with its own port, host key and root, reached by a real `sshd`. */
export class SshNodes {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "k3s-nodes-")));
  readonly nodes: TestNode[] = [];
  /** The configuration of `ssh` that knows the key; for Ansible's `ssh_args` too. */
  readonly config = join(this.folder, "ssh_config");

  constructor() {
    process.once("exit", () => this.stop());
    if (isRoot) mkdirSync("/run/sshd", { recursive: true });
    keygen(join(this.folder, "key"));
    writeFileSync(
      this.config,
      `IdentityFile ${this.folder}/key
IdentitiesOnly yes
StrictHostKeyChecking accept-new
UserKnownHostsFile ${this.folder}/known_hosts
LogLevel ERROR
KexAlgorithms curve25519-sha256
ControlMaster auto
ControlPath ${this.folder}/%p
ControlPersist 20
`,
    );
    this.addSsh();
  }

  /** The `ssh` of scripts reaches the nodes. */
  addSsh(): void {
    this.addProgram("ssh", `#!/bin/sh\nexec /usr/bin/ssh -F '${this.config}' "$@"\n`);
  }

  /** Makes a node and starts its `sshd`. */
  async add(spec: NodeSpec = {}): Promise<TestNode> {
    const node = new TestNode(join(this.folder, `node${this.nodes.length + 1}`), await freePort(), spec);
    this.nodes.push(node);
    await node.start(this);
    return node;
  }

  /** Puts a program first in the PATH of this computer's scripts. */
  addProgram(name: string, text: string): void {
    mkdirSync(join(this.folder, "bin"), { recursive: true });
    writeFileSync(join(this.folder, "bin", name), text, { mode: 0o755 });
  }

  /** The environment in which `ssh` reaches the nodes. */
  get env(): Readonly<Record<string, string>> {
    return { PATH: `${this.folder}/bin:${process.env["PATH"] ?? ""}`, HOME: this.folder, TMPDIR: this.folder };
  }

  /**
   * Runs a shell script on this computer.
   *
   * @param started gets the process, to send it a signal
   */
  run(
    script: string,
    args: readonly string[] = [],
    { input = "", shell = ["sh"], started }: RunOptions = {},
  ): Promise<ScriptRun> {
    const file = join(this.folder, "deploy.sh");
    writeFileSync(file, script, { mode: 0o700 });
    const [program = "sh", ...first] = shell;
    const child = spawn(program, [...first, file, ...args], { cwd: this.folder, env: this.env, detached: true });
    started?.(child);
    return collect(child, input);
  }

  stop(): void {
    if (!existsSync(this.folder)) return;
    for (const node of this.nodes) node.stop();
    // Files of the node belong to who runs the tests, except for devices.
    execFileSync(asRoot[0] ?? "rm", [...asRoot.slice(1), ...(isRoot ? [] : ["rm"]), "-rf", this.folder]);
  }
}

export interface RunOptions {
  readonly input?: string;
  /** The shell with its own arguments. */
  readonly shell?: readonly string[];
  readonly started?: (child: ChildProcess) => void;
}

function collect(child: ChildProcess, input: string): Promise<ScriptRun> {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ["", ""];
    child.stdout?.on("data", (chunk) => (stdout += chunk));
    child.stderr?.on("data", (chunk) => (stderr += chunk));
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
    child.once("error", reject);
    child.once("close", (status) => resolve({ stdout, stderr, status }));
  });
}

export class TestNode {
  readonly root: string;
  readonly port: number;
  readonly product: "k3s" | "rke2";
  readonly unit: string;
  #sshd: ChildProcess | undefined;
  #hangUp: readonly string[] = [];

  constructor(root: string, port: number, { unit = "k3s", init = "systemd", ...spec }: NodeSpec) {
    this.root = root;
    this.port = port;
    this.unit = unit;
    this.product = unit.startsWith("k3s") ? "k3s" : "rke2";
    makeRoot(root, spec.shell ?? "dash", spec.python === true);
    const role = unit === "k3s" || unit === "rke2-server" ? "server" : "agent";
    const command = `/usr/local/bin/${this.product} ${role}`;
    const { systemctl, journalctl, "rc-service": rcService, ...others } = standIns;
    const own = { systemd: { systemctl, journalctl }, openrc: { "rc-service": rcService }, none: {} }[init];
    for (const [name, text] of Object.entries({ ...others, ...own })) this.program(name, text ?? "");
    if (init === "systemd") this.write(`state/units/${unit}`, `${command}\n`);
    if (init === "openrc") this.write(`etc/init.d/${unit}`, `#!/sbin/openrc-run\ncommand_args="${role} \n"\n`, 0o755);
    const user = spec.user ?? "root";
    this.program("id", `#!/bin/sh\necho ${user === "root" ? 0 : 1000}\n`);
    this.write("rootbin/id", "#!/bin/sh\necho 0\n", 0o755);
    if (user === "sudo") this.program("sudo", sudoStandIn);
    if (user === "password") this.program("sudo", sudoWithPassword);
    if (spec.file !== undefined) {
      this.file = spec.file;
      this.date(this.path, startedAt);
    }
    if (spec.running === false) return;
    this.write(`state/active.${unit}`, "active\n");
    this.write(`state/started.${unit}`, `${startedAt}\n`);
    this.write(`run/${unit}.pid`, "");
    this.date(`run/${unit}.pid`, startedAt);
    this.write(`${this.data}/containerd/config.toml`, "version = 2\n");
    this.date(`${this.data}/containerd/config.toml`, startedAt);
  }

  /** As the node list names it. */
  get name(): string {
    return `${userInfo().username}@127.0.0.1:${this.port}`;
  }

  /** The path of its registries.yaml. */
  get path(): string {
    return `etc/rancher/${this.product}/registries.yaml`;
  }

  /** The folder of what k3s generates. */
  get data(): string {
    return `var/lib/rancher/${this.product}/agent/etc`;
  }

  /** The content of its registries.yaml; `undefined` if it has none. */
  get file(): string | undefined {
    return existsSync(this.at(this.path)) ? this.read(this.path) : undefined;
  }

  set file(text: string) {
    this.write(this.path, text);
  }

  /** All that is in the folder of its registries.yaml. */
  get files(): readonly string[] {
    return existsSync(dirname(this.at(this.path))) ? readdirSync(dirname(this.at(this.path))).sort() : [];
  }

  get mode(): number {
    return statSync(this.at(this.path)).mode & 0o777;
  }

  /** How often the service was restarted. */
  get restarts(): number {
    return existsSync(this.at("state/restarts")) ? this.read("state/restarts").trim().split("\n").length : 0;
  }

  at(path: string): string {
    return join(this.root, path);
  }

  read(path: string): string {
    return readFileSync(this.at(path), "utf8");
  }

  write(path: string, text: string, mode = 0o644): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), text, { mode });
    chmodSync(this.at(path), mode);
  }

  /** Puts a program first in its PATH. */
  program(name: string, text: string): void {
    this.write(`standin/${name}`, text, 0o755);
  }

  /** Sets when a file was last changed, in seconds since 1970. */
  date(path: string, seconds: number): void {
    utimesSync(this.at(path), seconds, seconds);
  }

  async start({ folder, config }: SshNodes): Promise<void> {
    this.#hangUp = ["-F", config, "-O", "exit", "-p", `${this.port}`, "127.0.0.1"];
    const key = `${this.root}.key`;
    if (!existsSync(key)) keygen(key);
    const enter = `${this.root}.enter`;
    const path = "/standin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    const { uid, gid } = userInfo();
    const chroot = [...asRoot, "env", "-i", "HOME=/root", `PATH=${path}`, "/usr/sbin/chroot"];
    if (!isRoot) chroot.push(`--userspec=+${uid}:+${gid}`);
    writeFileSync(enter, `#!/bin/sh\nexec ${chroot.join(" ")} '${this.root}' /bin/sh -c "$SSH_ORIGINAL_COMMAND"\n`, {
      mode: 0o755,
    });
    writeFileSync(
      `${this.root}.conf`,
      `Port ${this.port}
ListenAddress 127.0.0.1
HostKey ${key}
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
AuthorizedKeysFile ${folder}/key.pub
ForceCommand ${enter}
`,
    );
    const sshd = spawn("/usr/sbin/sshd", ["-D", "-e", "-f", `${this.root}.conf`], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#sshd = sshd;
    await new Promise<void>((resolve, reject) => {
      let said = "";
      sshd.stderr?.on("data", (chunk) => {
        said += chunk;
        if (said.includes("Server listening")) resolve();
      });
      sshd.once("error", reject);
      sshd.once("exit", () => reject(new Error(`sshd: ${said}`)));
    });
  }

  /**
   * Calls back at each restart of its service, and wherever its programs call `pause`, which wait for that.
   *
   * @returns what ends it
   */
  watch(paused: () => void): () => Promise<void> {
    const [asked, answered] = ["state/asked", "state/answered"].map((path) => this.at(path)) as [string, string];
    execFileSync("mkfifo", [asked, answered]);
    let over = false;
    const watching = (async () => {
      for (;;) {
        await readFile(asked);
        if (over) return;
        paused();
        await writeFile(answered, "\n");
      }
    })();
    return async () => {
      over = true;
      await writeFile(asked, "\n");
      await watching;
      rmSync(asked);
      rmSync(answered);
    };
  }

  /** Ends its `sshd`: the node can't be reached any more. */
  stop(): void {
    // The connection that the runs share would go on.
    spawnSync("/usr/bin/ssh", this.#hangUp, { stdio: "ignore" });
    this.#sshd?.kill();
  }
}

const programs =
  "bash dash cat chmod chown cp cut date dd env head id ln ls mkdir mktemp mv readlink rm rmdir sha256sum sleep sort stat tail tee test timeout touch tr true uname sed grep awk find";

/** The roots that were made, to be copied by links: bare, and with Python. */
const templates = new Map<string, string>();
process.once("exit", () => {
  for (const folder of templates.values()) rmSync(folder, { recursive: true, force: true });
});

function makeRoot(root: string, shell: "dash" | "bash" | "busybox", python: boolean): void {
  const kind = shell === "busybox" ? "busybox" : python ? "python" : "coreutils";
  const template = templates.get(kind) ?? makeTemplate(kind);
  templates.set(kind, template);
  execFileSync("cp", ["-al", template, root]);
  symlinkSync(shell, join(root, "bin/sh"));
  // Not all users may make links to devices.
  try {
    execFileSync(
      asRoot[0] ?? "mknod",
      [...(isRoot ? [] : ["-n", "mknod"]), "-m", "666", join(root, "dev/null"), "c", "1", "3"],
      { stdio: "ignore" },
    );
  } catch {
    writeFileSync(join(root, "dev/null"), "");
  }
}

function makeTemplate(kind: string): string {
  const root = mkdtempSync(join(tmpdir(), "k3s-node-root-"));
  for (const folder of ["bin", "usr", "dev", "tmp", "var/log", "root", "state", "etc"])
    mkdirSync(join(root, folder), { recursive: true });
  for (const folder of ["usr/bin", "usr/local/bin", "sbin", "usr/sbin"]) {
    mkdirSync(dirname(join(root, folder)), { recursive: true });
    symlinkSync("/bin", join(root, folder));
  }
  if (kind === "busybox") {
    copyProgram(root, "busybox");
    for (const name of execFileSync("busybox", ["--list"], { encoding: "utf8" }).trim().split("\n"))
      if (name !== "busybox" && name !== "sh") symlinkSync("busybox", join(root, "bin", name));
  } else for (const name of programs.split(" ")) copyProgram(root, name);
  if (kind === "python") {
    copyProgram(root, "python3");
    const library = execFileSync("/usr/bin/python3", ["-c", "import os; print(os.path.dirname(os.__file__))"], {
      encoding: "utf8",
    }).trim();
    // Large, and nothing that Ansible's modules import.
    const filter = (path: string): boolean =>
      !/\/(?:config-[^/]*|idlelib|lib2to3|pydoc_data|test|(?:site|dist)-packages)$/.test(path);
    cpSync(library, join(root, library), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, filter });
    copyLibraries(root, ...readdirSync(join(library, "lib-dynload")).map((name) => join(library, "lib-dynload", name)));
  }
  return root;
}

function copyProgram(root: string, name: string): void {
  const found = ["/usr/bin", "/bin", "/usr/sbin"].map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${name} is missing on this machine`);
  const file = realpathSync(found);
  copyFileSync(file, join(root, "bin", name));
  copyLibraries(root, file);
}

/** Copies the shared libraries of programs to where their loader looks for them. */
function copyLibraries(root: string, ...files: readonly string[]): void {
  let list = "";
  try {
    list = execFileSync("ldd", files, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    // It is static.
  }
  for (const [, library = ""] of list.matchAll(/(\/\S+) \(0x/g)) {
    const target = join(root, library);
    if (existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(realpathSync(library), target);
  }
}

function keygen(file: string): void {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
