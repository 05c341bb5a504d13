// Stops a part of the screen that met an error, so that it shows nothing wrong, and says how to go on.
import { Component, type ReactNode } from 'react';
import './ui.css';

interface Props {
  readonly message: string;
  readonly reloadLabel: string;
  readonly children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="broken" role="alert">
        <p>{this.props.message}</p>
        <button type="button" onClick={() => location.reload()}>
          {this.props.reloadLabel}
        </button>
      </div>
    );
  }
}
