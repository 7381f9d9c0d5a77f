// Runs beside the extension in the window of `npm start`: a file with faults, and the converter with a key beside it.
const { commands, Uri, window, workspace } = require("vscode");

exports.activate = async () => {
  const [folder] = workspace.workspaceFolders ?? [];
  if (!folder || window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) return;
  await window.showTextDocument(Uri.joinPath(folder.uri, "broken", "registries.yaml"), { preview: false });
  await commands.executeCommand("k3sRegistries.openConverter", Uri.joinPath(folder.uri, "service-account-key.json"));
};
