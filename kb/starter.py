"""The words of a new site's example: one category and one article a language, English for all others.

The article shows what articles are made of: a summary that answers, headings with ids, steps, a callout.
"""

from dataclasses import dataclass

from kb.locales import Locale


@dataclass(frozen=True, slots=True)
class Starter:
    """The category's title, and the article's title, summary and Markdown."""

    category: str
    title: str
    summary: str
    body: str


def starter(locale: Locale) -> Starter:
    """The example in a language, or in English."""
    return STARTERS.get(locale.tag, STARTERS["en"])


STARTERS = {
    "zh-Hans": Starter(
        "新手入门",
        "怎么写一篇文章",
        "一篇文章就是一个 Markdown 文件：改好保存，重新构建，读者就能看到。",
        """这是示例文章，改成你自己的内容，或者直接删掉。

## 修改这篇文章 {#edit-this-article}

1. 用任意编辑器打开这个文件。
2. 改标题、摘要和正文，保存。
3. 运行 `kb check`，再运行 `kb build`。

/// tip
标题用读者会问的话来写，摘要先给出答案。
///

## 翻译这篇文章 {#translate-this-article}

在旁边新建一个文件，文件名里的语言换成译文的语言，标题后面的编号保持不变。
""",
    ),
    "zh-Hant": Starter(
        "新手入門",
        "如何撰寫一篇文章",
        "一篇文章就是一個 Markdown 檔案：改好存檔、重新建置，讀者就看得到。",
        """這是範例文章，請改成您自己的內容，或直接刪除。

## 修改這篇文章 {#edit-this-article}

1. 用任何編輯器開啟這個檔案。
2. 修改標題、摘要與內文，然後存檔。
3. 執行 `kb check`，再執行 `kb build`。

/// tip
標題用讀者會問的話來寫，摘要先給出答案。
///

## 翻譯這篇文章 {#translate-this-article}

在旁邊新增一個檔案，檔名裡的語言換成譯文的語言，標題後面的代號保持不變。
""",
    ),
    "en": Starter(
        "Getting started",
        "How do I write an article?",
        "An article is one Markdown file: change it, save it, build again, and readers see it.",
        """This is an example. Make it your own, or delete it.

## Change this article {#edit-this-article}

1. Open this file in any editor.
2. Change the title, the summary and the text, and save.
3. Run `kb check`, then `kb build`.

/// tip
Write the title as readers would ask, and let the summary answer.
///

## Translate this article {#translate-this-article}

Put a file beside it with the other language in its name, and keep the ids behind the headings.
""",
    ),
    "ja": Starter(
        "はじめに",
        "記事の書き方を知りたい",
        "記事は1つのMarkdownファイルです。書き換えて保存し、もう一度ビルドすると公開されます。",
        """これはサンプル記事です。内容を書き換えるか、削除してください。

## この記事を書き換える {#edit-this-article}

1. このファイルをエディターで開きます。
2. タイトル、要約、本文を書き換えて保存します。
3. `kb check` を実行し、続けて `kb build` を実行します。

/// tip
タイトルは読者が尋ねる言葉で書き、要約でまず答えを示します。
///

## この記事を翻訳する {#translate-this-article}

同じ場所に、言語名だけを変えたファイルを作ります。見出しの後ろのIDは変えないでください。
""",
    ),
    "ko": Starter(
        "시작하기",
        "글은 어떻게 쓰나요?",
        "글 하나는 Markdown 파일 하나입니다. 고쳐서 저장하고 다시 빌드하면 독자에게 보입니다.",
        """예시 글입니다. 내용을 바꾸거나 삭제하세요.

## 이 글 고치기 {#edit-this-article}

1. 이 파일을 편집기로 엽니다.
2. 제목, 요약, 본문을 고치고 저장합니다.
3. `kb check`를 실행한 다음 `kb build`를 실행합니다.

/// tip
제목은 독자가 묻는 말로 쓰고, 요약에서 먼저 답하세요.
///

## 이 글 번역하기 {#translate-this-article}

같은 폴더에 언어만 바꾼 이름으로 파일을 만들고, 제목 뒤의 ID는 그대로 두세요.
""",
    ),
    "es": Starter(
        "Primeros pasos",
        "¿Cómo escribo un artículo?",
        "Un artículo es un archivo Markdown: cámbialo, guárdalo, vuelve a compilar y los lectores lo verán.",
        """Este es un ejemplo. Adáptalo o elimínalo.

## Cambiar este artículo {#edit-this-article}

1. Abre este archivo con cualquier editor.
2. Cambia el título, el resumen y el texto, y guarda.
3. Ejecuta `kb check` y después `kb build`.

/// tip
Escribe el título como lo preguntaría un lector y responde ya en el resumen.
///

## Traducir este artículo {#translate-this-article}

Crea al lado un archivo con el otro idioma en el nombre y conserva los identificadores de los encabezados.
""",
    ),
    "ar": Starter(
        "البدء",
        "كيف أكتب مقالًا؟",
        "المقال ملف Markdown واحد: عدّله واحفظه وأعد البناء ليظهر للقراء.",
        """هذا مقال تجريبي. عدّله أو احذفه.

## تعديل هذا المقال {#edit-this-article}

1. افتح هذا الملف في أي محرر نصوص.
2. غيّر العنوان والملخص والنص ثم احفظ الملف.
3. شغّل `kb check` ثم `kb build`.

/// tip
اكتب العنوان كما يسأل القارئ، وابدأ بالإجابة في الملخص.
///

## ترجمة هذا المقال {#translate-this-article}

أنشئ بجانبه ملفًا يحمل اسمه رمز اللغة الأخرى، وأبقِ معرّفات العناوين كما هي.
""",
    ),
}
