// A demo and an empty console, and the way to every screen on them.
import type { BrowserContext, Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import type { Screen } from "../screens";
import { BINARY, type Console, folder, hydrated, PASSWORD, start, test as base } from "./console";

export class Stage {
  private cookies = new Map<string, Promise<string>>();
  private reset?: string;
  private empty?: Promise<Console>;
  private place = folder();

  constructor(readonly demo: Console) {}

  /** A session of somebody's, made once; the sign-in page has journeys of its own. */
  cookie(name: string): Promise<string> {
    const made = this.cookies.get(name) ?? signInByPost(this.demo.url, name);
    this.cookies.set(name, made);
    return made;
  }

  /** Lets a browser be somebody. */
  async become(context: BrowserContext, name?: string): Promise<void> {
    await context.clearCookies();
    if (name) await context.addCookies([{ name: "bailiwick", value: await this.cookie(name), url: this.demo.url }]);
  }

  /** Where a screen is. */
  async address(screen: Screen): Promise<string> {
    if (screen.link === "set-up") {
      this.empty ??= start([], this.place.path);
      return /http:\/\/\S+\/set-up\/\S+/.exec((await this.empty).output())?.[0] ?? "";
    }
    if (screen.link === "reset") {
      this.reset ??= execFileSync(BINARY, ["user", "reset-link", "priya"], { env: this.demo.environment }).toString();
      return this.demo.url + new URL(/http\S+/.exec(this.reset)?.[0] ?? "").pathname;
    }
    return this.demo.url + screen.path;
  }

  /** Opens a screen in its state. */
  async open(page: Page, screen: Screen): Promise<void> {
    await this.become(page.context(), screen.as);
    await page.goto(await this.address(screen));
    await hydrated(page);
    await screen.reach?.(page);
  }

  async close(): Promise<void> {
    await (await this.empty)?.stop();
    this.place.remove();
  }
}

async function signInByPost(url: string, login: string): Promise<string> {
  const answer = await fetch(`${url}/rpc/sign_in`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: url, accept: "application/json" },
    body: new URLSearchParams({ login, password: PASSWORD, next: "/" }).toString(),
  });
  const cookie = /bailiwick=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1];
  if (!cookie) throw new Error(`${login} cannot sign in: ${answer.status}`);
  return cookie;
}

export const test = base.extend<object, { stage: Stage }>({
  stage: [
    async ({ site }, use) => {
      const stage = new Stage(site);
      await use(stage);
      await stage.close();
    },
    { scope: "worker" },
  ],
});

export { expect } from "./console";
