package io.topicwire.mqtt.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/**
 * The page of the console as somebody with a browser uses it. Whatever is asked for is
 * waited for.
 */
class ConsolePage {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String AXE = read("/axe.min.js");

	private final ChromeDriver driver;

	private final String url;

	ConsolePage(ChromeDriver driver, String url) {
		this.driver = driver;
		this.url = url;
	}

	private static String read(String name) {
		try (InputStream stream = ConsolePage.class.getResourceAsStream(name)) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Open a view with nothing left from earlier visits.
	 */
	ConsolePage open(String view) {
		command("Storage.clearDataForOrigin",
				Map.of("origin", URI.create(this.url).resolve("/").toString(), "storageTypes", "local_storage"));
		return reopen(view);
	}

	ConsolePage reopen(String view) {
		leave();
		this.driver.get(this.url + "#" + view);
		awaitText(".feed-text", "Live"::equals);
		return this;
	}

	void show(String view) {
		click(By.cssSelector(".views a[href='#" + view + "']"));
	}

	void click(By by) {
		await().until(() -> {
			WebElement element = this.driver.findElement(by);
			if (!element.isEnabled()) {
				return false;
			}
			element.click();
			return true;
		});
	}

	void hover(By by) {
		await().until(() -> {
			new Actions(this.driver).moveToElement(this.driver.findElement(by)).perform();
			return true;
		});
	}

	void type(By by, CharSequence... keys) {
		await().until(() -> {
			WebElement element = this.driver.findElement(by);
			element.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
			element.sendKeys(keys);
			return true;
		});
	}

	/**
	 * Press keys where the focus is.
	 */
	void press(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
	}

	/**
	 * Click where the first element is that matches and can be seen. A driver that is
	 * asked for the element itself would keep it in the page for good.
	 */
	void point(String selector) {
		List<?> place = await().until(() -> (List<?>) this.driver.executeScript("""
				const selector = arguments[0];
				return [...document.querySelectorAll(selector)]
					.map((element) => element.getBoundingClientRect())
					.map((area) => [Math.round(area.x + area.width / 2), Math.round(area.y + area.height / 2)])
					.find(([x, y]) => document.elementFromPoint(x, y)?.closest(selector)) ?? [];
				""", selector), (found) -> !found.isEmpty());
		new Actions(this.driver).moveToLocation(((Number) place.get(0)).intValue(), ((Number) place.get(1)).intValue())
			.click()
			.perform();
	}

	/**
	 * Press keys without asking where the focus is.
	 */
	void keys(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	/**
	 * Wait until an element has the focus that fulfils a condition.
	 */
	void awaitFocus(Predicate<WebElement> condition) {
		await().until(() -> this.driver.switchTo().activeElement(), condition::test);
	}

	WebElement await(By by) {
		return await().until(() -> this.driver.findElement(by), WebElement::isDisplayed);
	}

	void awaitNone(By by) {
		await().until(() -> this.driver.findElements(by).isEmpty());
	}

	String awaitText(String selector, Predicate<String> condition) {
		return awaitTexts(selector, (texts) -> !texts.isEmpty() && condition.test(texts.get(0))).get(0);
	}

	List<String> awaitTexts(String selector, Predicate<List<String>> condition) {
		return await().until(() -> texts(selector), condition);
	}

	/**
	 * Return what elements say at this moment, with one blank where there are several or
	 * a line ends.
	 */
	List<String> texts(String selector) {
		List<?> texts = (List<?>) this.driver.executeScript("""
				return [...document.querySelectorAll(arguments[0])].map((element) =>
					element.innerText.replaceAll(/\\s+/g, ' ').trim())
				""", selector);
		return texts.stream().map(Object::toString).toList();
	}

	void resize(int width, int height) {
		command("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	void preferColors(String scheme) {
		prefer(Map.of("prefers-color-scheme", scheme));
	}

	/**
	 * Let the browser tell the page what its user prefers.
	 */
	void prefer(Map<String, String> features) {
		command("Emulation.setEmulatedMedia",
				Map.of("features",
						features.entrySet()
							.stream()
							.map((feature) -> Map.of("name", feature.getKey(), "value", feature.getValue()))
							.toList()));
	}

	Map<String, Object> command(String name, Map<String, Object> parameters) {
		return this.driver.executeCdpCommand(name, parameters);
	}

	<T> T script(String script, Class<T> type) {
		return type.cast(this.driver.executeScript(script));
	}

	/**
	 * Move the focus to an element that can have it.
	 */
	void focus(String selector) {
		script("document.querySelector('" + selector + "').focus()", Object.class);
	}

	/**
	 * Return what is not as WCAG 2.2 AA and good practice demand, such as a contrast that
	 * is too low.
	 */
	List<?> audit() {
		this.driver.executeScript(AXE);
		return (List<?>) this.driver.executeAsyncScript("""
				const done = arguments[0];
				axe.run().then((result) => done(result.violations.map((violation) => violation.id + ': '
					+ violation.nodes.map((node) => node.html + ' ' + node.failureSummary).join('; '))));
				""");
	}

	/**
	 * Let go of the application, so that it need not wait for this page when it ends.
	 */
	void leave() {
		this.driver.get("about:blank");
	}

	/**
	 * Return the errors that the browser has reported, which therefore do not let the
	 * test fail.
	 */
	List<String> takeErrors() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	ChromeDriver driver() {
		return this.driver;
	}

	ConditionFactory await() {
		return Awaitility.await().atMost(PATIENCE).ignoreExceptionsInstanceOf(WebDriverException.class);
	}

}
