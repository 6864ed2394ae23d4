// SPDX-License-Identifier: MIT
// In pages of `taizhang serve` alone: reloads the page when there is a newer
// one, and shows the findings that concern it. All texts are set as text.
(() => {
	const own = document.currentScript.dataset;
	const memory = 'taizhang-preview';
	const sad = ['held', 'kept', 'faulty', 'none'];
	const says = {
		held: '方案或版式有错，页面停在上一次的样子。',
		kept: '这一页的记录现在读不出来，页面停在上一次的样子。',
		faulty: '这一页现在做不出来。',
		none: '现在做不出门户。',
	};
	let found = null;
	let kept = {};
	try {
		kept = JSON.parse(sessionStorage.getItem(memory)) || {};
	} catch {
		// Then nothing is remembered.
	}

	const remember = (more) => {
		Object.assign(kept, more);
		try {
			sessionStorage.setItem(memory, JSON.stringify(kept));
		} catch {
			// A page without storage begins anew.
		}
	};

	const add = (parent, name, text, className) => {
		const e = parent.appendChild(document.createElement(name));
		if (text)
			e.textContent = text;
		if (className)
			e.className = className;
		return e;
	};

	// --- the bar and the list ---------------------------------------------

	const host = document.createElement('taizhang-preview');
	const root = host.attachShadow({ mode: 'open' });
	const sheet = add(root, 'link');
	sheet.rel = 'stylesheet';
	sheet.href = '/.taizhang/preview.css';
	const box = add(root, 'section');
	box.setAttribute('aria-label', '检查结果');
	const list = add(box, 'div', '', 'list');
	list.id = 'list';
	list.tabIndex = 0;
	const bar = add(box, 'button', '', 'bar');
	bar.type = 'button';
	bar.setAttribute('aria-controls', 'list');
	const unfold = (is) => {
		list.hidden = !is;
		bar.setAttribute('aria-expanded', String(is));
		// A line may be long: what is meant is to be seen.
		for (const mark of list.querySelectorAll('mark')) {
			const pre = mark.parentNode;
			pre.scrollLeft = mark.offsetLeft - pre.offsetLeft - 120;
		}
	};
	bar.onclick = () => {
		unfold(list.hidden);
		remember({ isOpen: !list.hidden });
	};
	host.hidden = true;
	sheet.onload = () => {
		host.hidden = false;
	};

	const note = (parent, name, text) => {
		if (!text)
			return;
		const p = add(parent, 'p', '', 'note');
		add(p, 'b', name);
		p.append(text);
	};

	const line = (parent, f) => {
		const pre = add(parent, 'pre');
		add(pre, 'span', String(f.line).padStart(5) + ' │ ', 'number');
		pre.append(f.text[0]);
		add(pre, 'mark', f.text[1]);
		pre.append(f.text[2]);
	};

	const show = (parent, f) => {
		const item = add(parent, 'li', '', `level-${f.level}`);
		const head = add(item, 'p', '', 'head');
		add(head, 'b', f.word, 'level');
		add(head, 'strong', f.name);
		add(head, 'code', f.id);
		if (f.path) {
			let where = f.path;
			if (f.line)
				where += `:${f.line}:${f.column || 1}`;
			const place = add(item, 'p', '', 'place');
			const isElsewhere = f.page && f.page !== own.page;
			add(place, isElsewhere ? 'a' : 'span', where);
			if (isElsewhere)
				place.firstChild.href = '/' + f.page;
		}
		add(item, 'p', f.message);
		if (f.text)
			line(item, f);
		note(item, '改为', f.mended);
		note(item, '依据', f.clause);
		note(item, '办法', f.remedy);
	};

	const section = (title, findings) => {
		if (!findings.length)
			return;
		add(list, 'h2', title);
		const ul = add(list, 'ul');
		for (const f of findings)
			show(ul, f);
	};

	const tell = (state) => {
		const isSad = sad.includes(state.is);
		const total = state.errors + state.warnings;
		const errors = state.here.filter((f) => f.level > 0).length;
		list.replaceChildren();
		if (isSad)
			add(list, 'p', says[state.is], 'says');
		section(`与本页有关的 ${state.count} 条`, state.here);
		section('其他', state.others);
		if (!total)
			add(list, 'p', '没有发现错误');
		bar.textContent = total
			? `本页 ${state.count} 条，全部 ${total} 条（错误 ${state.errors}，提醒 ${state.warnings}）`
			: '没有发现错误';
		bar.dataset.mood = errors || isSad ? 'bad' : state.count ? 'warn' : 'good';
		box.dataset.is = state.is;
		if (kept.isSad !== isSad)
			remember({ isSad, isOpen: isSad });
		unfold(Boolean(kept.isOpen));
		if (!host.isConnected)
			document.body.append(host);
	};

	const ask = async () => {
		const answer = await fetch('/.taizhang/findings?page=' + own.page);
		const state = await answer.json();
		found = state.found;
		tell(state);
	};

	// --- newer pages ------------------------------------------------------

	const reload = () => {
		remember({ path: location.pathname, x: scrollX, y: scrollY });
		location.reload();
	};
	const back = () => {
		if (kept.path === location.pathname)
			scrollTo(kept.x, kept.y);
		remember({ path: null });
	};
	if (document.readyState === 'complete')
		back();
	else
		addEventListener('load', back);

	let wanted = false;
	const events = new EventSource('/.taizhang/events');
	events.onmessage = (event) => {
		const now = JSON.parse(event.data);
		if (String(now.shown) === own.shown) {
			if (now.found !== found)
				ask().catch(() => {});
		} else if (document.hidden) {
			wanted = true;
		} else {
			reload();
		}
	};
	addEventListener('visibilitychange', () => {
		if (wanted && !document.hidden)
			reload();
	});
	addEventListener('pagehide', () => events.close());
	addEventListener('pageshow', (event) => {
		if (event.persisted)
			reload();
	});
})();
