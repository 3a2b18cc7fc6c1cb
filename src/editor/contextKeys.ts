// What menus and key bindings depend on.
import * as vscode from 'vscode';

const known = new Map<string, boolean>();

/** Sets context keys under `documentQa.`; one that is as it was costs no call. */
export function setContextKeys(keys: Readonly<Record<string, boolean>>): void {
  for (const [name, value] of Object.entries(keys)) {
    if ((known.get(name) ?? false) === value) continue;
    known.set(name, value);
    void vscode.commands.executeCommand('setContext', `documentQa.${name}`, value);
  }
}
