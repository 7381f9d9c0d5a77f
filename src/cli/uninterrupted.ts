const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Finishes the work before the process stops: a signal that arrives in the meantime is sent again afterwards.
 * Work that leaves something behind when it is cut short, such as a temporary file, is to be short itself.
 */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  let told: NodeJS.Signals | undefined;
  const listen = (signal: NodeJS.Signals): void => {
    told ??= signal;
  };
  for (const signal of signals) process.on(signal, listen);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.off(signal, listen);
    if (told !== undefined) process.kill(process.pid, told);
  }
}
