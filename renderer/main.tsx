// Starts the screen: joins it to the core and puts it on the page.
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { chooseWire, linkBase } from './backend/choose-wire.ts';
import { followAddress, setLinkBase } from './state/follow-address.ts';
import { startSession } from './state/start-session.ts';
import './theme/base.css';

// Before the first map is made: a link says where it opens.
followAddress();
const base = linkBase();
if (base !== null) setLinkBase(base);
startSession(chooseWire());
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
