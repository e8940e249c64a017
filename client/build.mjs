// Makes dist/client.js, the one small file that browsers load and that is checked in: building the project takes a JDK, and
// only who changes the client needs Node. Its first line says of which sources it is; ClientBundleTest compares.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";

const sources = ["client.js", ...readdirSync("lib").filter((name) => name.endsWith(".js")).sort().map((name) => `lib/${name}`)];
const hash = createHash("sha256");
sources.forEach((source) => hash.update(readFileSync(source)));

await build({
  entryPoints: ["client.js"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  splitting: true,
  chunkNames: "heldby-[name]",
  outdir: "dist",
  banner: { js: `/*! heldby-client, Apache-2.0. Sources: sha256 ${hash.digest("hex")} */` },
});
