import type { BrowserContext } from 'playwright-core';

/**
 * Refuses every request of a browser context to anything but this machine. The returned list grows by the address of
 * each one that was tried.
 */
export async function refuseOutsideRequests(context: BrowserContext): Promise<string[]> {
  const tried: string[] = [];
  await context.route(isOutside, async (route) => await route.abort());
  context.on('request', (request) => {
    if (isOutside(new URL(request.url()))) tried.push(request.url());
  });
  // WebSockets are only listed; the browser's own flags keep them from the outside. Playwright's routeWebSocket, once
  // used for any address, relays every socket of the page, and now and then VS Code's messages came out damaged.
  context.on('page', (page) =>
    page.on('websocket', (socket) => {
      if (isOutside(new URL(socket.url()))) tried.push(socket.url());
    }),
  );
  return tried;
}

function isOutside({ protocol, hostname }: URL): boolean {
  if (!/^(https?|wss?):$/.test(protocol)) return false; // data:, blob: and the like
  if (hostname === '127.0.0.1' || hostname === 'localhost') return false;
  return !hostname.endsWith('.vscode-cdn.net'); // VS Code's service worker answers those for webviews, without network
}
