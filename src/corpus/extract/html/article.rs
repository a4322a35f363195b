//! The element of a page that holds its article.

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};
use dom_smoothie::{Config, Readability};

/// Where the common systems of government sites put an article.
const CONTAINERS: &str = "#UCAP-CONTENT, .TRS_UEDITOR, .TRS_Editor, .trs_editor_view, #zoom, #Zoom, \
    #zoomcon, .pages_content, .article-content, .articleContent, .article_content, .article_con, \
    .article-con, .xxgk_content, .xxgk-content, .wp_articlecontent, #vsb_content, .v_news_content, \
    .bt_content, .bt-content, .info-content, .news_content, .newsContent, .con_text, #mainText, \
    .zwxl-article, .detail-content, .detail_content, .content_text, #content_body, .view-content, \
    .txt_con, .zw_content, #fontzoom, #js_content, #article, article, [itemprop=articleBody]";

/// The search goes down into an element as long as one child holds this share of its text.
const SHARE: (usize, usize) = (4, 5);
/// A stretch with more than this share of letters in links is a list, not an article.
const LINKED: (usize, usize) = (1, 3);
/// So many letters with a full stop are a sentence.
const SENTENCE: usize = 10;
/// A known container must hold this share of the page's unlinked text, in percent.
const KNOWN_SHARE: usize = 30;

/// Letters below a node.
#[derive(Clone, Copy, Default)]
struct Weight {
    all: usize,
    linked: usize,
}

/// The weight of every node.
struct Weights(HashMap<NodeId, Weight>);

impl Weights {
    /// Counted in one walk, from the leaves up; no recursion, so depth costs nothing.
    fn of(document: &Document) -> Self {
        let nodes: Vec<NodeRef<'_>> = document.root().descendants_it().collect();
        let mut weights: HashMap<NodeId, Weight> = HashMap::with_capacity(nodes.len() + 1);
        // A node comes after its parent, so that going backwards children come first.
        for node in nodes.iter().rev() {
            let weight = weights.entry(node.id).or_default();
            if node.is_text() {
                weight.all = node.text().chars().filter(|c| c.is_alphanumeric()).count();
            } else if node.has_name("a") {
                weight.linked = weight.all;
            }
            let weight = *weight;
            if let Some(parent) = node.parent() {
                let above = weights.entry(parent.id).or_default();
                above.all += weight.all;
                above.linked += weight.linked;
            }
        }
        Weights(weights)
    }

    fn get(&self, node: &NodeRef<'_>) -> Weight {
        self.0.get(&node.id).copied().unwrap_or_default()
    }

    /// Letters outside links.
    fn own(&self, node: &NodeRef<'_>) -> usize {
        let weight = self.get(node);
        weight.all.saturating_sub(weight.linked)
    }

    fn is_list_of_links(&self, node: &NodeRef<'_>) -> bool {
        let weight = self.get(node);
        weight.linked * LINKED.1 > weight.all * LINKED.0
    }
}

/// The article: elements of the page, or what was made of it.
pub(super) enum Article<'a> {
    /// Elements of the page, in its order; an editor that was filled twice gives two.
    Elements(Vec<NodeRef<'a>>),
    /// A page made of the article alone.
    Made(Box<Document>),
}

impl Article<'_> {
    /// The nodes whose text the article is.
    pub fn roots(&self) -> Vec<NodeRef<'_>> {
        match self {
            Article::Elements(nodes) => nodes.clone(),
            Article::Made(document) => vec![document.root()],
        }
    }
}

/// Finds the article of a page.
pub(super) fn find<'a>(document: &'a Document, source: &str) -> Option<Article<'a>> {
    let weights = Weights::of(document);
    let root = document.root();
    let page = weights.own(&root);
    if page == 0 {
        return None;
    }
    let known = document.select(CONTAINERS);
    let known: Vec<NodeRef<'a>> = (known.nodes().iter())
        .filter(|node| weights.own(node) > 0 && !weights.is_list_of_links(node))
        .copied()
        .collect();
    let best = known
        .iter()
        .filter(|node| weights.own(node) * 100 >= page * KNOWN_SHARE)
        .max_by_key(|node| weights.own(node));
    if let Some(best) = best {
        return Some(Article::Elements(with_its_like(&known, best)));
    }
    let lists = lists_of_links(document, &weights);
    let weights = if lists.is_empty() {
        weights
    } else {
        lists.iter().for_each(NodeRef::remove_from_parent);
        Weights::of(document)
    };
    let densest = narrowed(&weights, root);
    if !weights.is_list_of_links(&densest) {
        return Some(Article::Elements(vec![densest]));
    }
    general(source).or(Some(Article::Elements(vec![densest])))
}

/// An element and its siblings of the same class.
fn with_its_like<'a>(known: &[NodeRef<'a>], best: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    let class = best.attr("class");
    let is_around = |outer: &NodeRef<'_>, inner: &NodeRef<'_>| {
        inner.ancestors_it(None).any(|above| above.id == outer.id)
    };
    let is_like = |node: &&NodeRef<'a>| {
        let same = class.is_some() && node.attr("class") == class;
        node.id == best.id || same && !is_around(best, node) && !is_around(node, best)
    };
    known.iter().filter(is_like).copied().collect()
}

/// Elements that are nearly all links, and no sentence: navigation, other news.
fn lists_of_links<'a>(document: &'a Document, weights: &Weights) -> Vec<NodeRef<'a>> {
    let boxes = document.select("ul, ol, dl, div, td, p, li, table");
    let is_list = |node: &&NodeRef<'a>| {
        let weight = weights.get(node);
        let is_mostly_linked = weight.linked * 5 >= weight.all * 4 && weight.linked > 0;
        is_mostly_linked && !node.text().contains('。')
    };
    boxes.nodes().iter().filter(is_list).copied().collect()
}

/// Goes down as long as one child holds nearly all of the text and what is left out is not text.
fn narrowed<'a>(weights: &Weights, from: NodeRef<'a>) -> NodeRef<'a> {
    let mut node = from;
    loop {
        let own = weights.own(&node);
        let heaviest = node
            .children_it(false)
            .filter(NodeRef::is_element)
            .max_by_key(|child| weights.own(child));
        match heaviest {
            // A paragraph or cell that holds it all may be the whole article: its parent is the same.
            Some(child)
                if weights.own(&child) * SHARE.1 >= own * SHARE.0
                    && own > 0
                    && is_box(&child)
                    && !leaves_text(&node, &child) =>
            {
                node = child;
            }
            _ => return node,
        }
    }
}

/// Whether there are sentences, a signature or a date outside a child.
fn leaves_text(parent: &NodeRef<'_>, child: &NodeRef<'_>) -> bool {
    parent
        .children_it(false)
        .filter(|other| other.id != child.id)
        .any(|other| {
            let text = other.text();
            let text = text.trim();
            let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
            ends_with_date(text) || letters >= SENTENCE && text.contains('。') && !is_foot(text)
        })
}

/// Whether a text consists of or ends with the date of a signature.
fn ends_with_date(text: &str) -> bool {
    let last: Vec<char> = text.chars().rev().take(12).collect();
    last.first() == Some(&'日') && last.contains(&'月') && last.contains(&'年')
}

/// Whether a text is what sites have at their foot.
fn is_foot(text: &str) -> bool {
    ["版权所有", "ICP备", "网站标识码", "公网安备"]
        .iter()
        .any(|word| text.contains(word))
}

/// Whether an element is of a kind that holds articles, rather than a piece of one.
fn is_box(node: &NodeRef<'_>) -> bool {
    let name = node.node_name().unwrap_or_default();
    matches!(
        name.as_ref(),
        "html"
            | "body"
            | "div"
            | "main"
            | "section"
            | "article"
            | "table"
            | "tbody"
            | "tr"
            | "td"
            | "center"
            | "ucapcontent"
            | "font"
            | "span"
            | "dl"
            | "dd"
            | "ul"
            | "li"
    )
}

/// What a general extractor takes for the article.
fn general(source: &str) -> Option<Article<'static>> {
    let config = Config {
        max_elements_to_parse: 50_000,
        ..Config::default()
    };
    let mut readability = Readability::new(source, None, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    let document = Document::from(article.content.as_ref());
    let made = document.root().text().chars().any(char::is_alphanumeric);
    made.then(|| Article::Made(Box::new(document)))
}

/// The text above the article outside links, one piece per line.
pub(super) fn surroundings(document: &Document, article: &Article<'_>) -> Vec<String> {
    let Article::Elements(articles) = article else {
        return Vec::new();
    };
    let Some(article) = articles.first() else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for node in document.root().descendants_it() {
        if node.id == article.id {
            break;
        }
        if node.is_text() {
            let text = node.text();
            let text = text.trim();
            let leads = node.ancestors_it(Some(3)).any(|above| above.has_name("a"));
            if !text.is_empty() && !leads {
                lines.push(text.to_owned());
            }
        }
    }
    lines
}
