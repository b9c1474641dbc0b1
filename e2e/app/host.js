// A host as a web page: the real bridge of the extension, and a sandbox of another origin between it and the picture.
import { AppBridge, PostMessageTransport } from "@modelcontextprotocol/ext-apps/app-bridge";

let bridge;

/** open shows the picture in a fresh frame and resolves when it has introduced itself. */
window.open = async ({ html, csp, sandbox, context, callsTools, opensLinks }) => {
  document.querySelector("iframe")?.remove();
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts allow-same-origin";
  bridge = new AppBridge(null, { name: "check", version: "1" }, { ...(callsTools && { serverTools: {} }), ...(opensLinks && { openLinks: {} }) }, { hostContext: context });
  bridge.oncalltool = (params) => window.callTool(params);
  bridge.onopenlink = (params) => window.openLink(params);
  bridge.onsizechange = ({ height }) => void (frame.style.height = `${height}px`);
  const ready = new Promise((resolve) => (bridge.onsandboxready = resolve));
  const initialized = new Promise((resolve) => (bridge.oninitialized = resolve));
  frame.src = sandbox;
  document.body.append(frame);
  await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
  await ready;
  await bridge.sendSandboxResourceReady({ html, csp });
  await initialized;
};

window.send = (what, params) => bridge[what](params);
