// The peer: a Probot app with a webhook secret and a handler that does nothing. It stores nothing.
import { Probot, Server } from "probot";

const server = new Server({
  host: "127.0.0.1",
  port: Number(process.env.PORT),
  webhookPath: "/github/webhook",
  Probot: Probot.defaults({
    appId: 1,
    privateKey: process.env.PEER_KEY,
    secret: process.env.GITHUB_WEBHOOK_SECRET,
    logLevel: "fatal",
  }),
});
await server.load((app) => {
  app.on("issue_comment.created", async () => {});
});
await server.start();
