package io.topicwire.mqtt.boot.console.reactive;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.topicwire.mqtt.boot.console.ConsoleRequest;
import io.topicwire.mqtt.boot.console.ConsoleResponse;
import io.topicwire.mqtt.boot.console.ConsoleViewer;
import io.topicwire.mqtt.boot.console.MqttConsole;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.PooledDataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Hands requests to an {@link MqttConsole}.
 *
 * @since 0.1.0
 */
public final class MqttConsoleWebHandler implements WebHandler {

	private static final byte[] NOTHING = {};

	private final MqttConsole console;

	private final String path;

	/**
	 * Create a handler.
	 * @param console the console
	 * @param path where it is served
	 */
	public MqttConsoleWebHandler(MqttConsole console, String path) {
		this.console = console;
		this.path = path;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		return body(request).flatMap((body) -> Mono.fromFuture(this.console.handle(toConsoleRequest(request, body))))
			.flatMap((answer) -> write(answer, request, exchange.getResponse()));
	}

	private static Mono<byte[]> body(ServerHttpRequest request) {
		if (request.getMethod() != HttpMethod.POST) {
			return Mono.just(NOTHING);
		}
		return DataBufferUtils.join(request.getBody(), MqttConsole.MAXIMUM_REQUEST_SIZE)
			.map(MqttConsoleWebHandler::toBytes)
			.onErrorReturn(DataBufferLimitException.class, new byte[MqttConsole.MAXIMUM_REQUEST_SIZE + 1])
			.defaultIfEmpty(NOTHING);
	}

	private static byte[] toBytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private ConsoleRequest toConsoleRequest(ServerHttpRequest request, byte[] body) {
		String full = request.getPath().pathWithinApplication().value();
		return new ConsoleRequest(request.getMethod().name(),
				full.startsWith(this.path) ? full.substring(this.path.length()) : full, request.getURI().getRawQuery(),
				request.getHeaders()::getFirst, address(request.getRemoteAddress()), address(request.getLocalAddress()),
				body);
	}

	private static @Nullable InetAddress address(@Nullable InetSocketAddress address) {
		return (address != null) ? address.getAddress() : null;
	}

	private static Mono<Void> write(ConsoleResponse answer, ServerHttpRequest request, ServerHttpResponse response) {
		ConsoleViewer viewer = answer.viewer();
		if (viewer != null) {
			return Mono.defer(() -> {
				writeHead(answer, response);
				return stream(viewer, response);
			}).doFinally((signal) -> viewer.close());
		}
		writeHead(answer, response);
		response.getHeaders().setContentLength(answer.body().length);
		if (request.getMethod() == HttpMethod.HEAD) {
			return response.setComplete();
		}
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(answer.body())));
	}

	private static void writeHead(ConsoleResponse answer, ServerHttpResponse response) {
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		answer.headers().forEach(response.getHeaders()::set);
	}

	private static Mono<Void> stream(ConsoleViewer viewer, ServerHttpResponse response) {
		Updates updates = new Updates(viewer, response);
		Flux<Mono<DataBuffer>> events = Flux.interval(Duration.ZERO, viewer.updateInterval())
			.onBackpressureDrop()
			.takeWhile((tick) -> !viewer.isClosed())
			.<Mono<DataBuffer>>handle((tick, sink) -> {
				DataBuffer buffer = updates.next();
				if (buffer != null) {
					sink.next(Mono.just(buffer));
				}
			});
		return response.writeAndFlushWith(events);
	}

	/**
	 * Makes the next update only when the one before has left: servers ask for many at a
	 * time, which would pile up for a page that is slow to read them.
	 */
	private static final class Updates {

		private final ConsoleViewer viewer;

		private final ServerHttpResponse response;

		private @Nullable DataBuffer last;

		Updates(ConsoleViewer viewer, ServerHttpResponse response) {
			this.viewer = viewer;
			this.response = response;
		}

		@Nullable DataBuffer next() {
			if (this.last instanceof PooledDataBuffer pooled && pooled.isAllocated()) {
				return null;
			}
			String events = this.viewer.next();
			if (events.isEmpty()) {
				return null;
			}
			this.last = this.response.bufferFactory().wrap(events.getBytes(StandardCharsets.UTF_8));
			return this.last;
		}

	}

}
