// Starts and ends a TCP listener with what every source's listener needs: errors told, connections cut on close.
import type { AddressInfo, Server, Socket } from 'node:net';

/** Resolves to the port. Rejects with the system's error (EADDRINUSE …). */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

/** Ends the listener and the connections that it let in. */
export async function endListening(server: Server, connections: Iterable<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of connections) socket.destroy();
  await closed;
}
