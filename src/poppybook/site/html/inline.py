"""The few scripts that stand in the head of every page, since they have to run before its text is there."""

# To lay out a long chapter at once keeps a slow phone busy for a second before it shows a word: there, the page opens
# with what stands before its first section (pb-opens), and afterwards what is far from the screen waits until it comes
# near (pb-waits; styles.css). Once the page has loaded, up to three such pieces are laid out to see how long one takes;
# where an element needs less than a tenth of a millisecond nothing waits any longer, so that a picture of the whole
# page shows all of it, and where it needs twice that there is no second try. Without scripts or on a wide screen with
# a mouse nothing waits, nor where a link leads into the page: what grows above would move its target.
WAITS = """<script>if(!location.hash&&matchMedia("(pointer: coarse), (max-width: 600px)").matches){\
const state=document.documentElement.classList,painted=()=>state.remove("pb-opens");state.add("pb-waits","pb-opens");\
new PerformanceObserver(seen=>seen.getEntriesByName("first-contentful-paint")[0]&&painted())\
.observe({type:"paint",buffered:true});\
const tries=left=>setTimeout(()=>{const [size,piece]=\
[...document.querySelectorAll("main.content :is(section.level2,.pb-chart):not(.pb-here)")]\
.map(one=>[one.querySelectorAll("*").length,one])\
.filter(([size,one])=>size>99&&!one.firstElementChild.checkVisibility({contentVisibilityAuto:true}))\
.sort(([one],[other])=>one-other)[0]||[Infinity],begin=performance.now();\
piece?.classList.add("pb-here");piece?.offsetHeight;const each=(performance.now()-begin)/size;\
if(each<.1)state.remove("pb-waits");else if(left&&each<.2)tries(left-1)});\
addEventListener("load",()=>{painted();tries(2)})}</script>"""

# smalldocs' script measures the header and writes its height on the root, which styles the whole page once more,
# unless it finds there what it is about to write. As high is the header of a phone (styles.css): a button of 44 px and
# its lines.
HEADER_HEIGHT = """<script>if(matchMedia("(max-width: 991.98px)").matches){\
const own=document.documentElement.style;own.setProperty("--sd-header-height","49px");\
own.scrollPaddingTop="65px"}</script>"""

# A script behind a style sheet holds up the reading of the page until the sheet is there. smalldocs' script for light
# and dark stands there because it looks for its sheets, and its other script turns one on and the other off, which
# styles the whole page anew. Where both modes share one sheet, one link and the reader's choice are enough.
SCHEME = """<script>{const prefers=matchMedia("(prefers-color-scheme: dark)"),root=document.documentElement;\
const chosen=()=>{try{return localStorage.getItem("smalldocs-scheme")}catch{return null}};\
const turn=dark=>{if(dark)root.dataset.scheme="alternate";else delete root.dataset.scheme;\
root.classList.toggle("quarto-dark",dark)};turn(chosen()?chosen()==="alternate":prefers.matches);\
prefers.addEventListener("change",()=>chosen()||turn(prefers.matches))}</script>"""

# Quarto's sheet for dark pages lies upon the one for light pages, is as large, and holds up the first words of a light
# page as well. It counts at once where the browser or an earlier choice asks for dark; elsewhere it waits until someone
# turns the switch.
ALTERNATE = """<script>{const sheets=document.querySelectorAll("link.quarto-color-alternate"),\
dark=matchMedia("(prefers-color-scheme: dark)"),take=()=>{for(const sheet of sheets)sheet.media="screen"};\
let chosen;try{chosen=localStorage.getItem("quarto-color-scheme")}catch{}\
if(chosen==="alternate")take();else{dark.addEventListener("change",take);\
addEventListener("click",({target})=>target.closest(".quarto-color-scheme-toggle")&&take(),true)}}</script>"""

# Quarto's scripts all wait for the moment at which the page has been read, and then keep a slow phone busy for half a
# second at one go. Each takes its turn instead, in the same order, so that a tap is answered in between.
TURNS = """<script>{const listen=document.addEventListener;document.addEventListener=function(what,does,how){\
listen.call(this,what,what==="DOMContentLoaded"?event=>setTimeout(()=>does.call(this,event)):does,how)}}</script>"""

# While `quarto preview` runs it puts scripts behind a page, by which the page renews itself when its source is saved.
# The one that comes as a file may run, the lines that start it may not: they differ from page to page and no policy can
# know them. So the page starts it. What is asked for here stands for none of Quarto's editors around the page.
PREVIEW = """<script>addEventListener("DOMContentLoaded",()=>window.QuartoPreview?.init(\
{origin:"",search:"",inputFile:"",isPresentation:false}))</script>"""

# What the renderers let an attribute do at a click or a key, in one place: a page's content security policy lets no
# attribute run. The switch for light and dark (a link to nowhere); Quarto's header, which the contents push down;
# whether the contents are open; what opens and closes at a click does so at Enter and the space bar, too.
SWITCH, CONTENTS_BUTTON, BESIDE_CONTENTS = (
    "quarto-color-scheme-toggle",
    "quarto-btn-toggle",
    "quarto-sidebar-glass",
)
TURN_SMALLDOCS, TURN_QUARTO, PUSH_QUARTO = (
    "smalldocsToggleScheme",
    "quartoToggleColorScheme",
    "quartoToggleHeadroom",
)
PRESSED = f"""<script>addEventListener("click",event=>{{const on=what=>event.target.closest?.(what);\
if(on(".{SWITCH}")){{event.preventDefault();\
(window.{TURN_SMALLDOCS}||window.{TURN_QUARTO})?.()}}\
if(on(".{CONTENTS_BUTTON}"))window.{PUSH_QUARTO}?.();\
if(on(".{CONTENTS_BUTTON},#{BESIDE_CONTENTS}")&&window.{TURN_SMALLDOCS})setTimeout(()=>{{\
const open=document.getElementById("quarto-sidebar").classList.contains("show");\
for(const button of document.querySelectorAll(".{CONTENTS_BUTTON}"))button.setAttribute("aria-expanded",open)}})}});\
addEventListener("keydown",event=>{{const head=event.target.closest?.(".callout-header[role=button]");\
if(head&&(event.key==="Enter"||event.key===" ")){{event.preventDefault();head.click()}}}})</script>"""
