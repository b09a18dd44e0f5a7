// kill -9 during 200 concurrent saves: nothing acknowledged is lost, and the database checks clean.
import { execFileSync } from "node:child_process";
import { BINARY, expect, folder, PASSWORD, start, test } from "./console";

test("nothing acknowledged is lost when the machine fails", async () => {
  const place = folder();
  const site = await start(["--demo=standard"], place.path);
  const post = (path: string, form: Record<string, string>, cookie = "") =>
    fetch(`${site.url}${path}`, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: site.url, cookie, accept: "application/json" },
      body: new URLSearchParams(form).toString(),
    });
  const signedIn = await post("/rpc/sign_in", { login: "admin", password: PASSWORD, next: "/" });
  const cookie = (signedIn.headers.get("set-cookie") ?? "").split(";")[0];
  expect(cookie).toContain("bailiwick=");

  const acknowledged: string[] = [];
  let first = () => {};
  const begun = new Promise<void>((done) => (first = done));
  const saves = Array.from({ length: 200 }, async (_, number) => {
    const id = `crash-${number}`;
    const answer = await post("/rpc/create_project", { id, name: `Crash ${number}`, description: "", place: "system", visibility: "private" }, cookie).catch(() => null);
    if (answer && answer.status < 400) {
      acknowledged.push(id);
      if (acknowledged.length === 20) first();
    }
  });
  await Promise.race([begun, Promise.all(saves)]);
  await site.stop("SIGKILL");
  await Promise.all(saves);
  expect(acknowledged.length, "some were saved, and not all: it was killed in the middle").toBeGreaterThanOrEqual(20);

  const environment = site.environment;
  expect(execFileSync(BINARY, ["check"], { cwd: place.path, env: environment }).toString()).toContain("the database is sound");
  const again = await start(["--demo=standard"], place.path);
  const listed = JSON.parse(execFileSync(BINARY, ["--json", "project", "list", "crash-"], { cwd: place.path, env: environment }).toString());
  const found = new Set(listed.map((project: { id: string }) => project.id.replace("project:", "")));
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
  await again.stop();
  place.remove();
});
