package io.topicwire.mqtt.boot.console.servlet;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.topicwire.mqtt.boot.console.ConsoleRequest;
import io.topicwire.mqtt.boot.console.ConsoleResponse;
import io.topicwire.mqtt.boot.console.ConsoleViewer;
import io.topicwire.mqtt.boot.console.MqttConsole;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.HttpRequestHandler;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Hands requests to an {@link MqttConsole}. Each open page keeps a thread of the server,
 * of which there are only as many as there may be pages: what other threads write has the
 * server clean up after a page that has gone while its objects are in use.
 *
 * @since 0.1.0
 */
public final class MqttConsoleRequestHandler implements HttpRequestHandler {

	private static final Log logger = LogFactory.getLog(MqttConsoleRequestHandler.class);

	private static final byte[] NOTHING = {};

	// Set by a Tomcat that takes the headers of proxies for the truth: whoever is behind
	// a proxy may have written them, and they are gone
	private static final String FORWARDED = "org.apache.tomcat.request.forwarded";

	private final MqttConsole console;

	private final String path;

	/**
	 * Create a handler.
	 * @param console the console
	 * @param path where it is served
	 */
	public MqttConsoleRequestHandler(MqttConsole console, String path) {
		this.console = console;
		this.path = path;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		ConsoleResponse answer = await(this.console.handle(toConsoleRequest(request)));
		ConsoleViewer viewer = answer.viewer();
		if (viewer != null) {
			try (viewer) {
				writeHead(answer, response);
				stream(viewer, response.getOutputStream());
			}
		}
		else {
			write(answer, request, response);
		}
	}

	// Not for long: every operation of a client has a deadline
	private static ConsoleResponse await(CompletableFuture<ConsoleResponse> answer) throws IOException {
		try {
			return answer.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The MQTT console could not handle a request", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("The server is stopping");
		}
	}

	private ConsoleRequest toConsoleRequest(HttpServletRequest request) throws IOException {
		String full = ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication().value();
		boolean post = request.getMethod().equals("POST");
		HttpServletRequest received = received(request);
		return new ConsoleRequest(request.getMethod(),
				full.startsWith(this.path) ? full.substring(this.path.length()) : full, request.getQueryString(),
				received::getHeader, remoteAddress(received), address(received.getLocalAddr()),
				post ? request.getInputStream().readNBytes(MqttConsole.MAXIMUM_REQUEST_SIZE + 1) : NOTHING);
	}

	/**
	 * Return what the server has received, without what filters make of it: one may take
	 * the headers of a proxy for the truth, and away.
	 */
	private static HttpServletRequest received(HttpServletRequest request) {
		HttpServletRequest received = request;
		while (received instanceof HttpServletRequestWrapper wrapper
				&& wrapper.getRequest() instanceof HttpServletRequest wrapped) {
			received = wrapped;
		}
		return received;
	}

	private static @Nullable InetAddress remoteAddress(HttpServletRequest received) {
		return (received.getAttribute(FORWARDED) == null) ? address(received.getRemoteAddr()) : null;
	}

	/**
	 * Return the address that a text stands for. Not that of a name, which somebody may
	 * have written into a header: it would have to be asked for.
	 */
	private static @Nullable InetAddress address(@Nullable String text) {
		if (text == null || !text.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%\\w+)?")) {
			return null;
		}
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static void write(ConsoleResponse answer, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		writeHead(answer, response);
		response.setContentLength(answer.body().length);
		if (!request.getMethod().equals("HEAD")) {
			response.getOutputStream().write(answer.body());
		}
	}

	private static void writeHead(ConsoleResponse answer, HttpServletResponse response) {
		response.setStatus(answer.status());
		answer.headers().forEach(response::setHeader);
	}

	private static void stream(ConsoleViewer viewer, OutputStream output) {
		try {
			do {
				String events = viewer.next();
				if (!events.isEmpty()) {
					output.write(events.getBytes(StandardCharsets.UTF_8));
					output.flush();
				}
			}
			while (viewer.awaitUpdate());
		}
		catch (IOException ex) {
			logger.debug("A page of the MQTT console was closed", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
