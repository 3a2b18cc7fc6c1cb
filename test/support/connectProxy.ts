// A proxy that leads every CONNECT to one port of this machine, whatever host it was for.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A running proxy. */
export class ConnectProxy {
  /** `HOST:PORT` of every CONNECT that came. */
  readonly targets: string[] = [];
  /** Proxy-Authorization of every CONNECT that came. */
  readonly authorizations: (string | null)[] = [];
  /** Answered in the place of a tunnel. */
  refusal: string | null = null;
  readonly #targetPort: number;
  readonly #sockets = new Set<Duplex>();
  readonly #server = createServer((_, response) => response.writeHead(400).end());

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server.on('connect', (request: IncomingMessage, socket: Socket) => this.#onConnect(request, socket));
  }

  static async start(targetPort: number): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(targetPort);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  /** `127.0.0.1:PORT`. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Forgets what came, and lets everyone through. */
  reset(): void {
    this.targets.length = 0;
    this.authorizations.length = 0;
    this.refusal = null;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #onConnect(request: IncomingMessage, socket: Socket): void {
    this.targets.push(request.url ?? '');
    this.authorizations.push(request.headers['proxy-authorization'] ?? null);
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    if (this.refusal !== null) {
      socket.end(`HTTP/1.1 ${this.refusal}\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const onward = connect(this.#targetPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    this.#sockets.add(onward);
    onward.on('error', () => socket.destroy());
  }
}
