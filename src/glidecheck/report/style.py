"""The style of the HTML page: light, dark and print. Colours of tones come from `view.LOOKS`."""

CSS = """
:root{--paper:#fff;--ink:#1b1d20;--soft:#5a6068;--line:#d9dce0;--card:#fff;--wash:#f5f6f8}
@media (prefers-color-scheme:dark){:root{--paper:#15171a;--ink:#e8eaed;--soft:#a3a9b1;--line:#363b42;--card:#1d2024;--wash:#24282d}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:52rem;margin:0 auto;padding:1rem}
.lead{margin:.2rem 0 1rem;color:var(--soft)}
.product{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:0 0 1.5rem;padding:0 1.1rem .8rem;overflow:hidden}
.product>header{display:flex;flex-wrap:wrap;align-items:center;gap:.2rem .7rem}
.product>header{margin:0 -1.1rem;padding:.7rem 1.1rem;background:var(--tone);color:#fff}
.product>header h2{margin:0;font-size:1.6rem;line-height:1.2}
.product>header .mark{font-size:1.6rem;line-height:1.2;min-width:1.4rem;text-align:center}
.beside{margin:0;font-size:1.05rem}
.product details{margin:1rem 0 .3rem;border-top:1px solid var(--line);padding-top:.5rem}
.product summary{cursor:pointer;font-weight:600}
.source{margin:0 0 0 auto;overflow-wrap:anywhere}
.headline{font-size:1.15rem;font-weight:600;margin:.9rem 0 .2rem}
h3{font-size:1rem;margin:1.3rem 0 .4rem}
p{margin:.25rem 0;overflow-wrap:anywhere}
ul{margin:.2rem 0;padding-left:1.2rem}
li{overflow-wrap:anywhere}
.findings{list-style:none;padding:0}
.finding{border-left:5px solid var(--tone);background:var(--wash);border-radius:0 6px 6px 0;margin:.6rem 0;padding:.5rem .8rem}
.what strong,.verdict,.what .mark{color:var(--tone)}
.verdict{font-weight:600}
.meta,small,footer{color:var(--soft);font-size:.86rem}
figure{display:flex;flex-wrap:wrap;gap:.5rem;margin:.4rem 0}
figure img{max-width:100%;height:auto;border:1px solid var(--line);border-radius:4px}
table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{color:var(--soft);font-weight:600;overflow-wrap:normal}
td:first-child{white-space:nowrap}
.overview{margin:0 0 1.5rem}
a{color:inherit}
@media (prefers-color-scheme:dark){.what strong,.verdict,.what .mark{color:var(--tone-dark)}.finding{border-left-color:var(--tone-dark)}}
@media (max-width:34rem){.source{margin-left:0;flex-basis:100%}.ingredients td:nth-child(4),.ingredients th:nth-child(4){display:none}}
@media print{
:root{--paper:#fff;--ink:#000;--soft:#333;--line:#999;--card:#fff;--wash:#fff}
body{font-size:11pt}main{max-width:none;padding:0}.product{border-radius:0}.finding,tr,figure{break-inside:avoid}
.product details::details-content{content-visibility:visible;display:block;block-size:auto}
.product>header{color:#000;background:#fff;border-bottom:3px solid var(--tone)}
.what strong,.verdict,.what .mark{color:var(--tone)}
}
"""
