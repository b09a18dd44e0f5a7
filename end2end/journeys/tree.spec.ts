// What a screen reader is given. The trees are in journeys/trees; `npx playwright test tree -u` renews them: read what
// it writes, and leave out what a tree need not say. What a tree leaves out may be there.
import { SCREENS } from "../screens";
import { expect, test } from "./stage";

for (const name of ["sign-in", "sign-in-refused", "members", "roles"]) {
  test(`a screen reader reads: ${name}`, async ({ page, stage }) => {
    const screen = SCREENS.find((screen) => screen.name === name);
    if (!screen) throw new Error(`there is no screen ${name}`);
    await stage.open(page, screen);
    await expect(page.locator("body")).toMatchAriaSnapshot({ name: `${name}.aria.yml` });
  });
}
