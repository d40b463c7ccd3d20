"""Style and script of an audit's page. Both are inline, and the page allows these two by their hash and nothing else."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

CSS = """
main{max-width:78rem}
h1{margin:.2rem 0 0;font-size:1.7rem;line-height:1.25;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:2rem 0 .4rem;border-bottom:2px solid var(--line);padding-bottom:.2rem}
.lead{margin-bottom:.4rem}
.notice{border:1px solid var(--line);border-radius:6px;padding:.4rem .8rem;margin:.8rem 0;background:var(--wash)}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.6rem 0;font-size:.9rem}
.facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}
.chart{list-style:none;padding:0;margin:.8rem 0;max-width:48rem}
.chart li{display:grid;grid-template-columns:18rem 1fr 3.5rem;gap:.8rem;align-items:center;margin:.2rem 0}
.chart svg{width:100%;height:1rem;display:block}.chart rect{fill:var(--tone)}
.chart b{text-align:right;font-variant-numeric:tabular-nums}
.chart .verdict .mark,.row .verdict .mark{display:inline-block;min-width:1.2em}
.alarm{border-left:6px solid var(--ink);padding-left:1rem}
.flat td{overflow-wrap:anywhere}.flat td:first-child{white-space:normal;min-width:9rem;max-width:18rem}
#tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:.6rem 0}
#tools[hidden],.row[hidden]{display:none}
#tools input[type=search]{font:inherit;padding:.35rem .6rem;width:16rem;max-width:70vw;border:1px solid var(--soft);border-radius:6px}
#tools input,#tools select{background:var(--card);color:var(--ink)}
#tools select{font:inherit;padding:.3rem;border:1px solid var(--soft);border-radius:6px}
#tools label{white-space:nowrap}#tools label.verdict{border:1px solid var(--line);border-radius:99px;padding:.1rem .7rem .1rem .4rem}
#tools label.verdict{color:var(--tone)}
#shown{margin:.2rem 0;color:var(--soft)}
.cols,.row>summary{display:grid;gap:.2rem .8rem;align-items:baseline}
.cols{padding:.3rem .6rem .3rem 1.5rem;border-bottom:2px solid var(--line);color:var(--soft);font-weight:600;font-size:.9rem}
.cols button{all:unset;cursor:pointer;font-weight:600}.cols button:focus-visible{outline:2px solid var(--ink)}
.cols button[aria-pressed=true]{color:var(--ink);text-decoration:underline}
.row{border-bottom:1px solid var(--line);border-left:5px solid var(--tone);content-visibility:auto;contain-intrinsic-size:auto 3.2rem}
.row>summary{padding:.45rem .6rem .45rem 1.1rem;cursor:pointer;position:relative;list-style:none}
.row>summary::-webkit-details-marker{display:none}
.row>summary::before{content:"\\25B8";position:absolute;left:.25rem;top:.5rem;color:var(--soft)}
.row[open]>summary::before{content:"\\25BE"}
.row>summary:hover{background:var(--wash)}
.row>summary:focus-visible{outline:2px solid var(--ink);outline-offset:-2px}
.row>summary span{overflow-wrap:anywhere;min-width:0}
.row>summary .name{font-weight:600}
.row>div{padding:.1rem 1rem .9rem 1.1rem}
.decision{border:1px dashed var(--soft);border-radius:6px;padding:.3rem .7rem;margin:.4rem 0;width:fit-content}
.finding{margin:.45rem 0;padding:.35rem .8rem}
.finding img{max-height:5.5rem;width:auto}
.ing{font-size:.93rem}.ing .t{color:var(--tone);font-weight:600}
.sign{display:grid;grid-template-columns:1fr 1fr 1fr;gap:2rem;margin:3.5rem 0 1rem}
.sign p{border-top:1px solid var(--ink);padding-top:.3rem;font-size:.9rem}
sup a{text-decoration:none}
@media (prefers-color-scheme:dark){
#tools label.verdict,.ing .t{color:var(--tone-dark)}.row{border-left-color:var(--tone-dark)}.chart rect{fill:var(--tone-dark)}}
@media (max-width:60rem){.cols{display:none}.row>summary{display:flex;flex-wrap:wrap}.chart li{grid-template-columns:11rem 1fr 2.5rem}}
@media print{
@page{margin:16mm 14mm 18mm;@bottom-left{content:"glidecheck. Not medical advice: ask your provider.";font:8pt sans-serif;color:#444}
@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif;color:#444}}
html{font-size:9.5pt}body{font-size:9.5pt;line-height:1.4}h1{font-size:17pt}h2{font-size:12.5pt;break-after:avoid}h3{break-after:avoid}
#tools,.row>summary::before,.cols button::after{display:none}
.row{content-visibility:visible;border-left-color:var(--tone);break-inside:auto}
.row>summary{break-inside:avoid;break-after:avoid;padding-left:.5rem}.row>div{padding-left:.5rem}
.row::details-content{break-before:avoid;content-visibility:visible;display:block;block-size:auto}
.finding{border-left-width:3px;padding:.2rem .6rem;margin:.3rem 0;break-inside:auto}
.finding .what{break-inside:avoid;break-after:avoid}figure img{max-height:3cm;width:auto}.finding img{max-height:1.5cm}
.chart{break-inside:avoid}.chart rect{fill:var(--tone)}.ing .t{color:var(--tone)}
.sign,.last{break-inside:avoid}a{text-decoration:none}
.paged{break-before:page}
}
"""

PAPER = """
.cols,.row>summary{display:block}.cols{display:none}
.row>summary>span{display:inline}.row>summary>span+span::before{content:" \\00B7  ";color:#777}.row>summary>span:empty{display:none}
.row>summary>span:empty::before{content:none}.row>summary{padding:.35rem .5rem;background:#f3f4f6}
.row{margin:.35rem 0}.chart li{display:block}.chart svg{width:7cm;height:9pt;display:inline-block;margin:0 .5rem}
.chart .verdict{display:inline-block;width:6cm}.facts{display:block}.facts dt{float:left;clear:left;width:3.2cm}.facts dd{margin-left:3.4cm}
.flat{width:100%;table-layout:fixed}.flat th:first-child{width:28%}
.again th:first-child{width:22%}.again th:nth-last-child(2){width:42%}.again th:last-child{width:5%}
figure{display:block}figure img{margin:0 .3rem .2rem 0}.sign{display:block}.sign p{display:inline-block;width:30%;margin:2cm 2% 0 0}
"""
"""For the printer's page, which is laid out by a simpler engine than a browser's."""

SCRIPT = """
(()=>{"use strict";
const $=i=>document.getElementById(i),list=$("rows"),rows=[...list.children],find=$("find"),only=$("only"),shown=$("shown");
const tones=[...document.querySelectorAll("#tools input[type=checkbox]")],texts=new Map();
const plain=s=>s.normalize("NFKD").replace(/[\\u0300-\\u036f]/g,"").toLowerCase();
const words=r=>{let t=texts.get(r);if(t===undefined){t=plain(r.textContent);texts.set(r,t)}return t};
const filter=()=>{
const ask=plain(find.value).split(/\\s+/).filter(Boolean),on=new Set(tones.filter(t=>t.checked).map(t=>t.value));
let n=0;
for(const r of rows){
const d=r.dataset,ok=on.has(d.t)&&(!only.value||d.s.includes(only.value))&&ask.every(w=>words(r).includes(w));
if(r.hidden===ok)r.hidden=!ok;
n+=ok}
shown.textContent=n===rows.length?`All ${n} products`:`${n} of ${rows.length} products: the others are hidden by the filter`};
let wait;find.addEventListener("input",()=>{clearTimeout(wait);wait=setTimeout(filter,150)});
only.addEventListener("change",filter);tones.forEach(t=>t.addEventListener("change",filter));
const order=new Intl.Collator(undefined,{numeric:true,sensitivity:"base"}),first=new Map(rows.map((r,i)=>[r,i]));
document.querySelectorAll(".cols button").forEach(b=>{b.disabled=false;b.addEventListener("click",()=>{
const i=+b.value,back=b.getAttribute("aria-pressed")==="true"&&!b.dataset.back,key=new Map();
document.querySelectorAll(".cols button").forEach(o=>{o.setAttribute("aria-pressed",o===b);delete o.dataset.back});
if(back)b.dataset.back="1";
for(const r of rows)key.set(r,i?r.firstElementChild.children[i].textContent:"");
rows.sort((x,y)=>{
const a=key.get(x),c=key.get(y);
if(i&&!a!==!c)return a?-1:1;
return(i&&order.compare(a,c)||first.get(x)-first.get(y))*(back?-1:1)});
list.append(...rows)})});
const show=()=>{const r=/^#p\\d+$/.test(location.hash)&&$(location.hash.slice(1));if(r){r.hidden=false;r.open=true;r.scrollIntoView()}};
addEventListener("hashchange",show);
let closed=[];
addEventListener("beforeprint",()=>{closed=rows.filter(r=>!r.open&&!r.hidden);closed.forEach(r=>{r.open=true})});
addEventListener("afterprint",()=>{closed.forEach(r=>{r.open=false});closed=[]});
$("tools").hidden=false;filter();show()})();
"""


def hashed(code: str) -> str:
    """How a Content-Security-Policy allows exactly this inline `code`."""
    return f"'sha256-{b64encode(sha256(code.encode('utf-8')).digest()).decode('ascii')}'"
