package io.topicwire.mqtt.boot.console.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A request that is answered later. The server may end it before, because the page has
 * gone, and uses its objects for other requests from then on: whoever completed it a
 * second time would end one of those. Thread-safe.
 */
final class AsyncRequest implements AsyncListener {

	private static final Log logger = LogFactory.getLog(AsyncRequest.class);

	private final AsyncContext context;

	private final Runnable whenEnded;

	private boolean ended;

	private AsyncRequest(AsyncContext context, Runnable whenEnded) {
		this.context = context;
		this.whenEnded = whenEnded;
	}

	/**
	 * Let a request be answered later, after any time.
	 * @param request the request
	 * @param whenEnded run when the server has ended the request, or this has; may be run
	 * more than once
	 * @return the request as it is answered
	 */
	static AsyncRequest start(HttpServletRequest request, Runnable whenEnded) {
		AsyncContext context = request.startAsync();
		context.setTimeout(0);
		AsyncRequest started = new AsyncRequest(context, whenEnded);
		context.addListener(started);
		return started;
	}

	/**
	 * Run a task on a thread of the server, unless the request has ended.
	 */
	synchronized void run(Runnable task) {
		if (!this.ended) {
			this.context.start(task);
		}
	}

	/**
	 * Return whether the request has ended, so that nothing can be written any more.
	 */
	synchronized boolean hasEnded() {
		return this.ended;
	}

	/**
	 * End the request, unless it has ended.
	 */
	synchronized void complete() {
		if (this.ended) {
			return;
		}
		this.ended = true;
		try {
			this.context.complete();
		}
		catch (IllegalStateException ex) {
			logger.debug("The server has ended the request itself", ex);
		}
	}

	@Override
	public void onComplete(AsyncEvent event) {
		synchronized (this) {
			this.ended = true;
		}
		this.whenEnded.run();
	}

	// If nobody did, the server would look for a page that shows the error, and log that
	// it cannot show it
	@Override
	public void onError(AsyncEvent event) {
		complete();
		this.whenEnded.run();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
	}

}
