// Starts the screen: joins it to the core and puts it on the page.
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { chooseWire } from './backend/choose-wire.ts';
import { followAddress } from './state/follow-address.ts';
import { startSession } from './state/start-session.ts';
import './theme/base.css';

// Before the first map is made: a link says where it opens.
followAddress();
startSession(chooseWire());
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
