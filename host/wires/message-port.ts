// The MessagePort wire: typed calls and events for the desktop's own windows.
import { RPCHandler } from '@orpc/server/message-port';
import type { AppContext } from '../../core/app.ts';
import { hideUnexpectedErrors, onlyChosenFiles } from './call-guards.ts';
import type { ServedRouter } from './served-router.ts';

/** A port of Node's worker_threads, of a browser, or of Electron's main or utility process. */
type Port = Parameters<RPCHandler<AppContext>['upgrade']>[0] & { start?(): void };

/** Returns a function that serves one port until it closes. */
export function createMessagePortWire(options: {
  router: ServedRouter;
  /** Whether imports may open the file. */
  mayOpen(path: string): boolean;
  log: (entry: string) => void;
}): (port: Port, context: AppContext) => void {
  const handler = new RPCHandler<AppContext>(options.router, {
    clientInterceptors: [hideUnexpectedErrors(options.log), onlyChosenFiles(options.mayOpen)],
  });
  return (port, context) => {
    handler.upgrade(port, { context });
    // Messages wait in the port until it is started.
    port.start?.();
  };
}
