/* viewer.test.mjs - the viewer in Chromium. */
import { list } from "./viewer_list.mjs";

list("chromium");
