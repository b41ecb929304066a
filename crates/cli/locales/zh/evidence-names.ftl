### What the evidence says in English alone: one block a file of the evidence. `.of` holds the digest of the English.

## claims.toml: whose they are

owner-Ding = 杰弗里·丁
    .of = f6e00c7f
owner-Lee = 李开复
    .of = 80e40ceb
owner-Overtake = 本项目
    .of = e8019cbe
owner-Singer = 斯科特·辛格
    .of = f191fcc5
owner-State-Council = 国务院
    .of = fcef1e42
owner-the-essay = 文章
    .of = 22a71b8d
owner-van-Dillen = 汤姆·范迪伦
    .of = 6dca6fd9

## schools.toml: what rival schools are about

switch-chinese-output = 中国芯片产量
    .of = 8bff3087
switch-diffusion = 应用普及的快慢
    .of = d4e6e52b
switch-discovery = 研究自动化
    .of = 28bd4b90
switch-output = 人工智能对产出的贡献
    .of = 1d93a478
switch-substitution = 政府资金对私人投资的作用
    .of = b64dac66
